/**
 * What came of all recommendations: for the report somebody asks for, and each time recommendations are trained, for what each way of
 * choosing weighs from then on. A list whose days are over is closed then: what came of it is written beside it, so that it is known
 * for longer than events are kept.
 */
import type { Dossier } from '../../core/dossier.ts';
import { NO_CONSEQUENCES } from '../../core/journey/occasion.ts';
import { FOLLOWED_EVENTS, isOver, outcomeOf, type Since } from '../../core/recommend/picks/outcome.ts';
import { listsOf, type PickList, type PickOutcome, picksWrite } from '../../core/recommend/picks/pickLog.ts';
import { PickCounter, type PickReport } from '../../core/recommend/picks/pickReport.ts';
import type { Instant } from '../../core/time.ts';
import type { Container } from './container.ts';
import { PICK_LEARNING } from './knownOf.ts';

type LearningDeps = Pick<Container, 'store' | 'settings'>;

const MOST_EVENTS = 500;

async function sinceOf({ store }: LearningDeps, { customerId }: Dossier, from: Instant): Promise<Since> {
  if (customerId === null) return { decisions: [], events: [], orders: [] };
  const [decisions, events, record] = await Promise.all([
    store.decisionsOf(customerId),
    store.recentEvents(customerId, { names: FOLLOWED_EVENTS, since: from, limit: MOST_EVENTS }),
    store.loadPerson(customerId),
  ]);
  return { decisions, events, orders: record?.orders ?? [] };
}

interface Judged {
  readonly list: PickList;
  readonly outcome: PickOutcome;
}

/** The lists of a customer with what came of them by now; what is known is not looked up again. */
async function judged(deps: LearningDeps, dossier: Dossier): Promise<Judged[]> {
  const lists = listsOf(dossier);
  const { purchaseDays } = deps.settings.recommendations;
  const open = lists.filter(({ outcome }) => outcome === undefined);
  const nothing: Since = { decisions: [], events: [], orders: [] };
  const since =
    open.length === 0 ? nothing : await sinceOf(deps, dossier, Math.min(...open.map(({ at }) => at)));
  return lists.map((list) => ({ list, outcome: outcomeOf(list, since, purchaseDays) }));
}

/** Writes down what came of lists that are over; whoever wrote the log meanwhile leaves it to the next time. */
async function close(
  { store, settings }: LearningDeps,
  dossier: Dossier,
  all: readonly Judged[],
  now: Instant,
): Promise<void> {
  const { customerId } = dossier;
  const over = all.filter(({ list }) => isOver(list, now, settings.recommendations.purchaseDays));
  if (over.length === 0 || customerId === null) return;
  const closed = all.map(({ list, outcome }) =>
    over.some((one) => one.list.id === list.id) ? { ...list, outcome } : list,
  );
  const dossiers = [picksWrite(customerId, dossier, closed)];
  await store.commitStep({ ...NO_CONSEQUENCES, decisions: [], dossiers });
}

/** Thrown where more customers were shown something than are looked through at once. */
export class TooManyShown extends Error {
  readonly code = 'too-many-customers';
}

interface Counting {
  readonly closes: boolean;
  readonly mostCustomers: number;
}

async function counted(deps: LearningDeps, now: Instant, { closes, mostCustomers }: Counting) {
  const counter = new PickCounter(now, deps.settings.recommendations.halfLifeDays);
  let customers = 0;
  for await (const page of deps.store.scanDossiers('picks')) {
    customers += page.length;
    if (customers > mostCustomers)
      throw new TooManyShown(`more than ${mostCustomers} customers were shown products`);
    for (const dossier of page) {
      const all = await judged(deps, dossier);
      counter.add(all);
      if (closes) await close(deps, dossier, all, now);
    }
  }
  return counter;
}

/** Throws `TooManyShown`. */
export async function pickReport(
  deps: LearningDeps,
  now: Instant,
  mostCustomers = Number.POSITIVE_INFINITY,
): Promise<PickReport> {
  return (await counted(deps, now, { closes: false, mostCustomers })).report();
}

/** Puts into force what each way of choosing weighs. O(customers who were shown anything). */
export async function learnFromPicks(deps: LearningDeps, now: Instant): Promise<PickReport> {
  const counter = await counted(deps, now, { closes: true, mostCustomers: Number.POSITIVE_INFINITY });
  const learned = JSON.stringify({ at: now, weights: counter.weights() });
  const before = await deps.store.getValue(PICK_LEARNING);
  if (before !== null || counter.report().lists > 0) await deps.store.putValue(PICK_LEARNING, learned);
  return counter.report();
}
