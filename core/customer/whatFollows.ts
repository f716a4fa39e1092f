/** What an event makes of its person beyond what was told: lifecycle, facts, journeys entered and left. */
import { careBody, careFact, replyTask } from '../care/careTask.ts';
import type { Fact } from '../fact.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES, type Trigger } from '../journey/occasion.ts';
import { evaluateCustomer } from '../lifecycle/evaluateCustomer.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { Consequences, PeopleStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import { type CustomerEvent, eventName, eventProperties, isHistorical } from './event.ts';
import { type OrderHistory, withOrder } from './order.ts';
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
  readonly now: Instant;
}

export interface FollowDeps {
  readonly store: Pick<PeopleStore, 'recentEvents'>;
  readonly settings: Settings;
  readonly model: ShopModel;
}

function eventFact({ event, now }: Happened): Fact {
  const historical = isHistorical(event, now) ? { historical: true } : {};
  return {
    customerId: event.customerId,
    at: event.at,
    kind: 'event',
    journeyId: null,
    body: { name: eventName(event), properties: eventProperties(event), ...historical },
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
  person: Person,
  triggers: readonly Trigger[],
): Promise<Consequences> {
  if (isHistorical(event, now)) return NO_CONSEQUENCES;
  const own = await follow(deps.store, book, {
    person,
    enrolments,
    triggers,
    now,
    settings: deps.settings,
  });
  const active = joining.filter(({ status }) => status === 'active');
  if (active.length === 0) return own;
  const theirs = await follow(
    deps.store,
    { ...book, latest: [] },
    { person, enrolments: active, triggers, now },
  );
  return {
    enrolments: [...own.enrolments, ...theirs.enrolments],
    cancellations: [...own.cancellations, ...theirs.cancellations],
    facts: [...own.facts, ...theirs.facts],
  };
}

/** What journeys are told: the event, and of consents the owner stated one event each. */
function triggersOf(event: CustomerEvent): Trigger[] {
  const { at } = event;
  const own = { name: eventName(event), properties: eventProperties(event) };
  const told = event.kind === 'preferred' ? [own, ...consentEvents(event)] : [own];
  return told.map((one) => ({ kind: 'event', ...one, at }));
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
  const lifecycle = evaluateCustomer({ ...moved, history }, now, deps.model, deps.settings);
  const person: Person = { ...moved, lifecycle };
  const facts = [eventFact(happened), ...consentFacts(event)];
  const triggers = triggersOf(event);
  const from = moved.lifecycle;
  if (from?.stage !== lifecycle.stage) {
    triggers.push({ kind: 'stage', from: from?.stage ?? null, to: lifecycle.stage });
    facts.push(stageFact(person, from, lifecycle, now));
  }
  const followed = await journeysAfter(deps, book, happened, person, triggers);
  const task = isHistorical(event, now) ? null : replyTask(event, person, now, deps.settings);
  const all = { ...followed, facts: [...facts, ...followed.facts] };
  return { person, followed: task === null ? all : withTask(all, { task, expectedVersion: 0 }, now) };
}
