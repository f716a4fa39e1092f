/** What an event makes of its person beyond what was told: lifecycle, facts, journeys entered and left. */
import { careBody, careFact, replyTask } from '../care/careTask.ts';
import type { Fact } from '../fact.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import type { JsonObject } from '../json.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES, type Occasion, type Trigger } from '../journey/occasion.ts';
import { evaluateCustomer } from '../lifecycle/evaluateCustomer.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { type LoyaltyDeps, withPoints } from '../loyalty/change.ts';
import { loyaltyOf } from '../loyalty/loyaltyOf.ts';
import type { Contact } from '../message/contact.ts';
import { couponTask } from '../offer/orderCoupons.ts';
import type { Consequences, DossierStore, PeopleStore } from '../ports.ts';
import { segmentsAfter } from '../segment/afterEvent.ts';
import type { SegmentDeps } from '../segment/known.ts';
import { withSegments } from '../segment/outcome.ts';
import type { TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import { caseFor, withCase } from '../winback/caseFor.ts';
import type { CaseChange, CaseSubject } from '../winback/takeUp.ts';
import { answerTold } from '../feedback/surveyAnswer.ts';
import { lossTold } from '../winback/lossTold.ts';
import { type CustomerEvent, eventName, eventProperties, isHistorical } from './event.ts';
import { fieldsAfter } from './fields.ts';
import { type OrderAmount, type OrderHistory, withOrder } from './order.ts';
import type { Person } from './person.ts';
import { consentEvents } from './preferred.ts';

export interface Happened {
  readonly event: CustomerEvent;
  /** The person with what the event told; lifecycle as before. */
  readonly person: Person;
  /** Before the event. */
  readonly history: OrderHistory;
  readonly enrolments: readonly Enrolment[];
  /** Passages of ids that become the person's with this event, and are still kept under those. */
  readonly joining: readonly Enrolment[];
  /** As stored before the event; null where it makes them known. */
  readonly before: Person | null;
  /** Before the event. */
  readonly orders: readonly OrderAmount[];
  /** Contacts the event changes, as it leaves them. */
  readonly contacts: readonly Contact[];
  readonly now: Instant;
}

export interface FollowDeps extends SegmentDeps {
  readonly store: Pick<PeopleStore, 'recentEvents'> &
    Pick<DossierStore, 'dossiersOf'> &
    LoyaltyDeps['store'] &
    SegmentDeps['store'];
}

function eventFact({ event, now }: Happened, properties: JsonObject): Fact {
  const historical = isHistorical(event, now) ? { historical: true } : {};
  return {
    customerId: event.customerId,
    at: event.at,
    kind: 'event',
    journeyId: null,
    body: { name: eventName(event), properties, ...historical },
  };
}

function consentFacts(event: CustomerEvent): Fact[] {
  const isTold = event.kind === 'identified' || event.kind === 'preferred';
  const changes = isTold ? (event.consents ?? []) : [];
  return changes.map((change) => ({
    customerId: event.customerId,
    at: change.at,
    kind: 'consent-changed',
    journeyId: null,
    body: { ...change },
  }));
}

/** The fact of a change of stage that an event or a merge brought. */
export function stageFact(
  person: Pick<Person, 'id'>,
  from: Lifecycle | null,
  to: Lifecycle,
  now: Instant,
): Fact {
  return {
    customerId: person.id,
    at: now,
    kind: 'stage-changed',
    journeyId: null,
    body: { from: from?.stage ?? null, to: to.stage, rule: to.evidence.rule, model: to.modelVersion },
  };
}

/** An order that is among them already makes the event a duplicate, of which the store writes nothing. */
function historyAfter(event: CustomerEvent, before: OrderHistory): OrderHistory {
  return event.kind === 'order' ? withOrder(before, event.order) : before;
}

/** Passages of joining ids are ended where the event ends them; into a journey the person goes as who they now are. */
async function journeysAfter(
  deps: FollowDeps,
  book: JourneyBook,
  { event, enrolments, joining, now }: Happened,
  after: { readonly person: Person; readonly triggers: readonly Trigger[] } & Pick<Occasion, 'segments'>,
): Promise<Consequences> {
  if (isHistorical(event, now)) return NO_CONSEQUENCES;
  const own = await follow(deps.store, book, { ...after, enrolments, now, settings: deps.settings });
  const active = joining.filter(({ status }) => status === 'active');
  if (active.length === 0) return own;
  const theirs = await follow(deps.store, { ...book, latest: [] }, { ...after, enrolments: active, now });
  return {
    enrolments: [...own.enrolments, ...theirs.enrolments],
    cancellations: [...own.cancellations, ...theirs.cancellations],
    facts: [...own.facts, ...theirs.facts],
  };
}

type EventTrigger = Extract<Trigger, { kind: 'event' }>;

/** What journeys are told: the event, and of consents the owner stated one event each. */
function triggersOf(event: CustomerEvent, properties: JsonObject): EventTrigger[] {
  const { at } = event;
  const own = { name: eventName(event), properties };
  const told = event.kind === 'preferred' ? [own, ...consentEvents(event)] : [own];
  return told.map((one) => ({ kind: 'event', ...one, at }));
}

/** The person with what an event says of their loss, or what they answered. */
function withTold(person: Person, event: CustomerEvent): Person {
  const traits = lossTold(event, person.traits) ?? answerTold(event);
  return traits === null ? person : { ...person, ...fieldsAfter(person, { traits }, event.at) };
}

/** Nobody is taken up by what is history. */
async function lostNow(
  deps: FollowDeps,
  { programme }: JourneyBook,
  subject: CaseSubject,
  { event, person, now }: Happened,
): Promise<CaseChange | null> {
  if (isHistorical(event, now)) return null;
  return caseFor({ ...deps, programme }, subject, person.lifecycle, now);
}

/** What is to be looked at of an order that came with a coupon, or was given back; null where the shop has no offers. */
function couponAsked({ programme }: JourneyBook, { event, person, now }: Happened): TaskWrite | null {
  if (programme.offers === null || isHistorical(event, now)) return null;
  return couponTask(event, person.id, now);
}

/** Consequences with one care task more, and the fact that says so. */
export function withTask(followed: Consequences, write: TaskWrite, now: Instant): Consequences {
  const fact = careFact(write.task, careBody(write.task).state, now);
  return {
    ...followed,
    facts: fact === null ? followed.facts : [...followed.facts, fact],
    tasks: [...(followed.tasks ?? []), write],
  };
}

/** The person with the lifecycle the event leaves, and what is to be committed with them. */
export async function whatFollows(
  deps: FollowDeps,
  book: JourneyBook,
  happened: Happened,
): Promise<{ person: Person; followed: Consequences }> {
  const { event, person: moved, now } = happened;
  const history = historyAfter(event, happened.history);
  const told = withTold(moved, event);
  // What is imported tells of the past: whoever it makes known is judged by the next evaluation.
  const judged =
    event.imported === true ? null : evaluateCustomer({ ...moved, history }, now, deps.model, deps.settings);
  const lost =
    judged === null ? null : await lostNow(deps, book, { person: told, lifecycle: judged }, happened);
  const lifecycle =
    judged === null ? moved.lifecycle : lost === null ? judged : { ...judged, winBack: lost.mark };
  const person: Person = { ...told, lifecycle };
  const properties = eventProperties(event);
  const facts = [eventFact(happened, properties), ...consentFacts(event)];
  const events = triggersOf(event, properties);
  const triggers: Trigger[] = [...events];
  const from = moved.lifecycle;
  if (lifecycle !== null && from?.stage !== lifecycle.stage) {
    triggers.push({ kind: 'stage', from: from?.stage ?? null, to: lifecycle.stage });
    facts.push(stageFact(person, from, lifecycle, now));
  }
  const points = await loyaltyOf(deps, book, { event, person, now }, book.categoryOf);
  if (points !== null) triggers.push(...points.triggers);
  const judgedBy = { ...happened, told: events, after: person, written: points?.dossiers ?? [] };
  const segments = await segmentsAfter(deps, book, judgedBy);
  if (segments !== null) triggers.push(...segments.triggers);
  const known = segments === null ? {} : { segments: segments.memberships };
  const journeys = await journeysAfter(deps, book, happened, { person, triggers, ...known });
  const followed = withSegments(withPoints(journeys, points), segments);
  const task = isHistorical(event, now) ? null : replyTask(event, person, now, deps.settings);
  const coupon = couponAsked(book, happened);
  const tasks = coupon === null ? {} : { tasks: [...(followed.tasks ?? []), coupon] };
  const all = withCase({ ...followed, ...tasks, facts: [...facts, ...followed.facts] }, lost);
  return { person, followed: task === null ? all : withTask(all, { task, expectedVersion: 0 }, now) };
}
