/**
 * The task of a grant: it ends what nobody redeemed in time, gives back what was set aside, posts own points, and tells journeys what
 * became of the grant, as the events `Offer Redeemed` and `Offer Expired`. Due at once after a redemption, else when the grant ends; every
 * step may be repeated.
 */
import * as z from 'zod';
import { applyEvent, type EventDeps } from '../customer/applyEvent.ts';
import type { TrackedEvent } from '../customer/event.ts';
import type { DossierStore } from '../dossier.ts';
import { customerId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { JourneyBook } from '../journey/book.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import { type PostDeps, postPoints } from '../loyalty/postPoints.ts';
import type { Purse } from '../message/purse.ts';
import type { WorkStore } from '../ports.ts';
import type { Task, TaskProgress, TaskWrite } from '../task.ts';
import { type Instant, isoInstant, MINUTE_MS } from '../time.ts';
import { couponState, type Grant, grantIn, grantKey, grantWrite, type Mark, takenMarks } from './grant.ts';
import { drawForChange } from './offerBudgets.ts';
import { expire } from './uses.ts';

const bodySchema = z.object({ customer: z.string(), grant: z.string() });

const SOURCE = 'perennial-offers';

export interface OfferTaskDeps extends EventDeps {
  readonly store: EventDeps['store'] &
    Pick<DossierStore, 'loadDossiers'> &
    Pick<WorkStore, 'commitStep' | 'removeTask'> &
    PostDeps['store'];
  readonly purse: Purse;
}

type OfGrant = Pick<Grant, 'id' | 'customerId'>;

export function offerTaskId({ id, customerId: customer }: OfGrant): string {
  return `offer/${encodeURIComponent(customer)}/${encodeURIComponent(id)}`;
}

export function offerTask(grant: OfGrant, dueAt: Instant): Task {
  return {
    id: offerTaskId(grant),
    kind: 'offer',
    customerId: grant.customerId,
    lane: 'upkeep',
    dueAt,
    version: 1,
    attempts: 0,
    body: { customer: grant.customerId, grant: grant.id },
  };
}

/** The same task, due now: there is something to tell. */
export function dueNow(grant: OfGrant, known: Task | null, now: Instant): TaskWrite {
  const expectedVersion = known?.version ?? 0;
  return { task: { ...offerTask(grant, now), version: expectedVersion + 1 }, expectedVersion };
}

function eventOf(
  grant: Grant,
  name: string,
  messageId: string,
  at: Instant,
  properties: JsonObject,
): TrackedEvent {
  const { offer, code, journey } = grant;
  return {
    kind: 'tracked',
    source: SOURCE,
    messageId,
    customerId: grant.customerId,
    at,
    name,
    properties: { offer_id: offer, grant_id: grant.id, coupon: code, journey_id: journey, ...properties },
  };
}

function redeemedEvent(grant: Grant, { key, at, order, discountMinor, costMinor }: Mark): TrackedEvent {
  const told = { order_id: order, discount_minor: discountMinor, cost_minor: costMinor };
  return eventOf(grant, 'Offer Redeemed', `${offerTaskId(grant)}/redeemed/${key}`, at, told);
}

function expiredEvent(grant: Grant, at: Instant): TrackedEvent {
  return eventOf(grant, 'Offer Expired', `${offerTaskId(grant)}/expired`, at, {
    granted_at: isoInstant(grant.at),
  });
}

function untold({ marks }: Grant): readonly Mark[] {
  return marks.filter(({ state, told }) => state === 'redeemed' && !told);
}

/** Own points are the customer's with the redemption; where there is no loyalty programme there are none to give. */
async function givePoints(deps: OfferTaskDeps, book: JourneyBook, grant: Grant, mark: Mark): Promise<void> {
  const { gives, customerId: owner, offer } = grant;
  if (gives.kind !== 'own-points') return;
  const operation = `${offerTaskId(grant)}/${mark.key}`;
  const about = { kind: 'award', points: gives.points, at: mark.at, reason: offer, by: 'offers' } as const;
  await postPoints({ ...deps, book }, { customerId: owner, operation, ...about });
}

/** Tells journeys what they do not know yet; the grant with that noted. */
async function tell(deps: OfferTaskDeps, book: JourneyBook, grant: Grant, now: Instant): Promise<Grant> {
  for (const mark of untold(grant)) {
    await givePoints(deps, book, grant, mark);
    await applyEvent(deps, book, redeemedEvent(grant, mark), now);
  }
  const isEndTold = grant.state === 'expired' && !grant.endTold;
  if (isEndTold) await applyEvent(deps, book, expiredEvent(grant, grant.endedAt ?? now), now);
  const marks = grant.marks.map((mark) => (mark.state === 'redeemed' ? { ...mark, told: true } : mark));
  return { ...grant, marks, endTold: grant.endTold || isEndTold };
}

/** When there is something to do next; null where never: it is over, or has no end. */
function nextDueAt(grant: Grant, now: Instant): Instant | null {
  const state = couponState(grant, now);
  if (grant.state !== 'open' || state === 'redeemed' || grant.until === null) return null;
  const held = takenMarks(grant, now).flatMap(({ until }) => (until === null ? [] : [until]));
  return Math.max(grant.until, now + MINUTE_MS, ...(now >= grant.until ? held : []));
}

/** Runs one step of the task of a grant. */
export async function runOffer(
  deps: OfferTaskDeps,
  book: JourneyBook,
  task: Task,
  now: Instant,
): Promise<TaskProgress> {
  const { store, purse } = deps;
  const body = bodySchema.parse(task.body);
  const [dossier] = await store.loadDossiers([grantKey(customerId(body.customer), body.grant)]);
  if (dossier == null)
    return (await store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
  const before = grantIn(dossier);
  const ended = expire(before, now) ?? before;
  const after = await tell(deps, book, ended, now);
  const drawn = await drawForChange(purse, { before, after }, [], null, now);
  if (drawn.kind === 'exhausted') throw new Error(`what ends takes nothing out of ${drawn.budget}`);
  const dueAt = nextDueAt(after, now);
  const result = await store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    dossiers: [grantWrite(after)],
    tasks: [
      { task: { ...task, attempts: 0, version: task.version + 1, dueAt }, expectedVersion: task.version },
    ],
    giveBack: drawn.giveBack,
  });
  if (result !== 'committed') return 'lost';
  if (dueAt !== null) return 'again';
  await store.removeTask(task.id, task.version + 1);
  return 'done';
}
