/**
 * The verdicts on everyone in decline as of a moment: of those taken up their case as it stands, of the others what it would be
 * if they were taken up now. Nothing is written. O(customers) in reading, and one profile for each who is in decline.
 */
import type { CustomerId } from '../ids.ts';
import { evaluateCustomer } from '../lifecycle/evaluateCustomer.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { DossierStore, EvaluationStore, PeopleStore, PersonHistory } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import type { WinBackInForce } from './inForce.ts';
import { judgement } from './takeUp.ts';
import { caseId, caseOf, type WinBackCase } from './winBackCase.ts';

export type Judged = Pick<
  WinBackCase,
  'verdict' | 'by' | 'arm' | 'rung' | 'propensity' | 'loss' | 'sum' | 'sumVerdict'
>;

export interface LostCustomer extends Judged {
  readonly customerId: CustomerId;
  /** Null where nobody took them up. */
  readonly case: string | null;
}

export interface LostDeps {
  readonly store: Pick<EvaluationStore, 'segments' | 'scanHistories'> &
    Pick<PeopleStore, 'loadProfile'> &
    Pick<DossierStore, 'scanDossiers'>;
  readonly model: ShopModel;
  readonly settings: Settings;
  readonly inForce: WinBackInForce;
}

type OpenCases = ReadonlyMap<CustomerId, WinBackCase>;

/** The case of each customer's present loss, by customer. */
async function openCases({ store }: LostDeps): Promise<OpenCases> {
  const open = new Map<CustomerId, WinBackCase>();
  for await (const page of store.scanDossiers('win-back'))
    for (const dossier of page) {
      const one = caseOf(dossier);
      if (one.status !== 'closed') open.set(one.customerId, one);
    }
  return open;
}

function lifecycleAt(
  { person, history }: PersonHistory,
  at: Instant,
  { model, settings }: LostDeps,
): Lifecycle {
  const { knownSince, lifecycle } = person;
  const stored = lifecycle !== null && lifecycle.evaluatedAt <= at ? lifecycle : null;
  return evaluateCustomer({ knownSince, lifecycle: stored, history }, at, model, settings);
}

async function judged(
  deps: LostDeps,
  { person }: PersonHistory,
  lifecycle: Lifecycle,
  open: OpenCases,
): Promise<LostCustomer | null> {
  const known = open.get(person.id);
  const id = caseId(lifecycle);
  if (known?.id === id) return { ...known, case: id };
  const profile = await deps.store.loadProfile(person.id);
  if (profile === null) return null;
  return { ...judgement({ person: profile, lifecycle }, deps, id), customerId: person.id, case: null };
}

/** In pages, in the order of the store. `at`: 00:00 UTC; orders before it count. */
export async function* lostCustomers(deps: LostDeps, at: Instant): AsyncGenerator<readonly LostCustomer[]> {
  const open = await openCases(deps);
  for (let segment = 0; segment < deps.store.segments; segment += 1) {
    for await (const page of deps.store.scanHistories({ segment, before: at })) {
      const lost: LostCustomer[] = [];
      for (const one of page) {
        const lifecycle = lifecycleAt(one, at, deps);
        const found = lifecycle.stage === 'decline' ? await judged(deps, one, lifecycle, open) : null;
        if (found !== null) lost.push(found);
      }
      if (lost.length > 0) yield lost;
    }
  }
}

/** The rung a verdict rests on: what was given, and of others what the sum would give. */
export function rungInQuestion({ sum, rung }: Pick<Judged, 'sum' | 'rung'>) {
  return sum?.rungs.find((one) => one.rung === rung) ?? sum?.rungs[0] ?? null;
}
