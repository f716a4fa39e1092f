/**
 * A dossier: what one room of the business keeps about one thing, as a small versioned record. An account of points, a coupon,
 * a campaign, a customer's standing in segments: each room reads and writes the bodies of its own kinds and no other's.
 * Dossiers are written in the transaction of what brings them about (`Consequences`), each under its own version, so books
 * balance at every commit; a commit of dossiers alone is a step that decides nothing.
 */
import type { CustomerId } from './ids.ts';
import type { JsonObject } from './json.ts';

/** Kept under their customer, many to a customer, and gone when the customer is erased. */
export const CUSTOMER_DOSSIERS = [
  'standing',
  'points',
  'points-entry',
  'grant',
  /** How often an offer was granted to a customer. */
  'offer-use',
  /** What was recommended to a customer, and what came of it. */
  'picks',
  'win-back',
] as const;
/** Kept under their own id. Where they name a customer, an erasure takes them away too. */
export const SHOP_DOSSIERS = [
  'coupon',
  'coupon-pool',
  /** How often codes that are none were tried within a minute. */
  'coupon-guesses',
  'campaign',
  'campaign-run',
  'segment-list',
] as const;
export const DOSSIER_KINDS = [...CUSTOMER_DOSSIERS, ...SHOP_DOSSIERS] as const;
export type DossierKind = (typeof DOSSIER_KINDS)[number];

/** Of a customer's dossier the customer is part of the key; of the shop's own it is not looked at. */
export interface DossierKey {
  readonly kind: DossierKind;
  readonly id: string;
  readonly customerId: CustomerId | null;
}

export interface Dossier extends DossierKey {
  /** Condition of the next commit; grows by one. */
  readonly version: number;
  readonly body: JsonObject;
}

/** A conditional write: `expectedVersion` 0 means it must not exist. */
export interface DossierWrite {
  readonly dossier: Dossier;
  readonly expectedVersion: number;
}

export interface DossierPage {
  /** The id a page begins behind; null for the first. */
  readonly after: string | null;
  readonly limit: number;
}

/** Dossiers as a store finds them. They are written with `Consequences`. */
export interface DossierStore {
  /** Of each key its dossier, null where there is none, in the order asked. Consistent: what was committed is found. */
  loadDossiers(keys: readonly DossierKey[]): Promise<(Dossier | null)[]>;
  /** Of one kind of `CUSTOMER_DOSSIERS` what is kept under this very id, by id. Consistent. */
  dossiersOf(kind: DossierKind, customerId: CustomerId, page: DossierPage): Promise<Dossier[]>;
  /** Of one kind of `SHOP_DOSSIERS`, by id: for lists people read. */
  listDossiers(kind: DossierKind, page: DossierPage): Promise<Dossier[]>;
  /** Everything of one kind, in pages and a stable order: for reports and recounts, never on a hot path. */
  scanDossiers(kind: DossierKind): AsyncIterable<readonly Dossier[]>;
}

const OF_CUSTOMERS: ReadonlySet<DossierKind> = new Set(CUSTOMER_DOSSIERS);

/** Under whom a dossier is kept: its customer, or nobody. Throws where a customer's dossier names none. */
export function ownerOfDossier({ kind, id, customerId }: DossierKey): CustomerId | null {
  if (!OF_CUSTOMERS.has(kind)) return null;
  if (customerId === null) throw new TypeError(`dossier ${kind} ${id} is a customer's and names none`);
  return customerId;
}

const A_PAGE = 100;

/** Everything of one kind that is kept under one id, by id. */
export async function* dossiersUnder(
  store: Pick<DossierStore, 'dossiersOf'>,
  kind: DossierKind,
  customerId: CustomerId,
): AsyncGenerator<Dossier> {
  let after: string | null = null;
  do {
    const page: Dossier[] = await store.dossiersOf(kind, customerId, { after, limit: A_PAGE });
    yield* page;
    after = page.length < A_PAGE ? null : (page.at(-1)?.id ?? null);
  } while (after !== null);
}
