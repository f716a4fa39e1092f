/**
 * Pools of codes a shop imported: kept in pages, each a dossier under its own version, so that many take out of a pool at once and
 * a code is given once. A page is taken from its end; who finds it changed looks at the next. Whose a code is its coupon says, and
 * who gives it or puts it back writes coupon and page in one commit: a code is in a page or somebody's, never both.
 */
import * as z from 'zod';
import type { Dossier, DossierKey, DossierStore, DossierWrite } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Grant } from './grant.ts';

export const CODES_A_PAGE = 20;
export const MOST_POOL_CODES = 100_000;
const PAGES_AT_ONCE = 8;

const headSchema = z.object({
  pages: z.int().min(0),
  codes: z.int().min(0),
  at: z.number(),
});
/** What is said of a pool as a whole. `codes`: imported so far, given ones too. */
export type PoolHead = Readonly<z.infer<typeof headSchema>>;

const pageSchema = z.object({ free: z.array(z.string()), given: z.int().min(0) });
export type PoolPage = Readonly<z.infer<typeof pageSchema>>;

type Pools = Pick<DossierStore, 'loadDossiers'>;

/** Makes a code a customer's, over what is known of it; `from` names the pool it came out of. */
export function couponWrite(
  code: string,
  {
    customerId,
    grant,
    from,
  }: { readonly customerId: CustomerId; readonly grant: string; readonly from?: string },
  known: Dossier | null,
): DossierWrite {
  // One that is somebody's is nobody else's: the commit is refused.
  const expectedVersion = known?.customerId === null ? known.version : 0;
  const body = from === undefined ? { grant } : { grant, pool: from };
  return {
    dossier: { kind: 'coupon', id: code, customerId, version: expectedVersion + 1, body },
    expectedVersion,
  };
}

export function couponKey(code: string): DossierKey {
  return { kind: 'coupon', id: code, customerId: null };
}

export function poolKey(pool: string): DossierKey {
  return { kind: 'coupon-pool', id: pool, customerId: null };
}

export function pageKey(pool: string, page: number): DossierKey {
  return { kind: 'coupon-pool', id: `${pool}/${String(page).padStart(6, '0')}`, customerId: null };
}

export function pageIn({ body }: Pick<Dossier, 'body'>): PoolPage {
  return pageSchema.parse(body);
}

/** Null where nothing was ever imported. */
export async function poolHead(
  store: Pools,
  pool: string,
): Promise<{ readonly head: PoolHead; readonly version: number } | null> {
  const [dossier] = await store.loadDossiers([poolKey(pool)]);
  return dossier == null ? null : { head: headSchema.parse(dossier.body), version: dossier.version };
}

export function headWrite(pool: string, head: PoolHead, version: number): DossierWrite {
  const dossier = { ...poolKey(pool), version: version + 1, body: { ...head } };
  return { dossier, expectedVersion: version };
}

export function pageWrite(
  pool: string,
  place: number,
  { free, given }: PoolPage,
  version: number,
): DossierWrite {
  const dossier = { ...pageKey(pool, place), version: version + 1, body: { free: [...free], given } };
  return { dossier, expectedVersion: version };
}

/** Every page with its version, in order, some at a time. */
export async function* poolPages(
  store: Pools,
  pool: string,
  { pages }: Pick<PoolHead, 'pages'>,
  from = 0,
): AsyncGenerator<{ readonly place: number; readonly page: PoolPage; readonly version: number }> {
  for (let seen = 0; seen < pages; seen += PAGES_AT_ONCE) {
    const many = Math.min(PAGES_AT_ONCE, pages - seen);
    const places = Array.from({ length: many }, (_, n) => (from + seen + n) % pages);
    const dossiers = await store.loadDossiers(places.map((place) => pageKey(pool, place)));
    for (const [n, dossier] of dossiers.entries()) {
      const place = places[n];
      if (dossier !== null && place !== undefined)
        yield { place, page: pageIn(dossier), version: dossier.version };
    }
  }
}

/** Codes that are still to be given. */
export async function freeCodes(store: Pools, pool: string): Promise<number> {
  const known = await poolHead(store, pool);
  let free = 0;
  if (known !== null)
    for await (const { page } of poolPages(store, pool, known.head)) free += page.free.length;
  return free;
}

/**
 * The writes that make a grant's code nobody's and put it back into its pool, into a page one is missing of; none where it came
 * out of no pool. `start` is as for `takeFromPool`.
 */
export async function putBackInPool(
  store: Pools,
  { code, id, customerId }: Pick<Grant, 'code' | 'id' | 'customerId'>,
  start: number,
): Promise<DossierWrite[]> {
  const [coupon] = code === null ? [] : await store.loadDossiers([couponKey(code)]);
  const pool = coupon?.body['pool'];
  if (code === null || coupon == null || typeof pool !== 'string') return [];
  if (coupon.customerId !== customerId || coupon.body['grant'] !== id) return [];
  const head = (await poolHead(store, pool))?.head ?? { pages: 0 };
  const { version } = coupon;
  const nobodys = { ...couponKey(code), version: version + 1, body: {} };
  for await (const { place, page, version: read } of poolPages(
    store,
    pool,
    head,
    Math.floor(start * head.pages),
  )) {
    if (page.given === 0) continue;
    const filled = { free: [...page.free, code], given: page.given - 1 };
    return [{ dossier: nobodys, expectedVersion: version }, pageWrite(pool, place, filled, read)];
  }
  return [];
}

/**
 * A code and the writes that take it out and make it a customer's; null where none is left. `start`, from 0 up to and not 1, says where to begin to look,
 * so that those who take at once meet seldom.
 */
export async function takeFromPool(
  store: Pools,
  pool: string,
  to: { readonly customerId: CustomerId; readonly grant: string },
  start: number,
): Promise<{ readonly code: string; readonly writes: readonly DossierWrite[] } | null> {
  const known = await poolHead(store, pool);
  if (known === null) return null;
  const from = Math.floor(start * known.head.pages);
  for await (const { place, page, version } of poolPages(store, pool, known.head, from)) {
    const code = page.free.at(-1);
    if (code === undefined) continue;
    const left = { free: page.free.slice(0, -1), given: page.given + 1 };
    const [coupon = null] = await store.loadDossiers([couponKey(code)]);
    const writes = [pageWrite(pool, place, left, version), couponWrite(code, { ...to, from: pool }, coupon)];
    return { code, writes };
  }
  return null;
}
