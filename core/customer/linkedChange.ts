/**
 * The change of an event that may concern more than one profile: it links ids, came with an id that leads to another, tells
 * of an address, or is the first of a person.
 */
import type { Fact } from '../fact.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { Consequences, EventChange } from '../ports.ts';
import type { TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import { type ComplaintDeps, complaintsTold } from './complaintsTold.ts';
import { confirmTasks } from './confirmTask.ts';
import type { CustomerEvent } from './event.ts';
import { bindAddressed, bindRefusals, bindWishes, consentsOf } from './eventConsents.ts';
import { mergeTask } from './mergeTask.ts';
import { NO_ORDERS } from './order.ts';
import { type OwnershipPlan, type OwnershipStore, planOwnership } from './ownership.ts';
import { peopleAfter } from './peopleAfter.ts';
import type { PersonRecord } from './person.ts';
import { type FollowDeps, whatFollows } from './whatFollows.ts';

export interface LinkedDeps extends FollowDeps {
  readonly store: OwnershipStore & FollowDeps['store'] & ComplaintDeps['store'];
}

/** The event under the root it is applied to; an order remembers the id it came with. */
function underRoot(event: CustomerEvent, { root }: OwnershipPlan): CustomerEvent {
  if (event.kind !== 'order' || event.customerId === root) return event;
  return { ...event, order: { ...event.order, customerId: root, origin: event.customerId } };
}

function refusalFacts({ root, findings }: OwnershipPlan, now: Instant): Fact[] {
  return findings.map((finding) => ({
    customerId: root,
    at: now,
    kind: 'merge-refused',
    journeyId: null,
    body: { ...finding },
  }));
}

function writesOf({ hood }: OwnershipPlan): Required<Pick<EventChange, 'contacts' | 'identities'>> {
  return {
    contacts: hood.changedContacts().map((contact) => {
      const expectedVersion = hood.storedContacts.get(contact.key)?.version ?? 0;
      return { contact: { ...contact, version: expectedVersion + 1 }, expectedVersion };
    }),
    identities: hood.changedIdentities().map((identity) => {
      const expectedVersion = hood.stored.get(identity.id)?.version ?? 0;
      return { identity: { ...identity, version: expectedVersion + 1 }, expectedVersion };
    }),
  };
}

/** What is to be moved after the event, where there is anything. */
function mergeTasks(event: CustomerEvent, plan: OwnershipPlan, now: Instant): TaskWrite[] {
  const handovers = plan.handovers.filter(({ from }) => plan.records.get(from) !== null);
  if (handovers.length === 0) return [];
  return [{ task: mergeTask(event, { ...plan, handovers }, now), expectedVersion: 0 }];
}

function joiningOf({ handovers, records, root }: OwnershipPlan): PersonRecord['enrolments'] {
  const from = new Set(handovers.filter(({ into }) => into === root).map((one) => one.from));
  return [...from].flatMap((id) => records.get(id)?.enrolments ?? []);
}

/** The change of `event`; `record` is what `loadPerson` gave for its id. */
export async function linkedChange(
  deps: LinkedDeps,
  book: JourneyBook,
  event: CustomerEvent,
  record: PersonRecord | null,
  now: Instant,
): Promise<EventChange> {
  const consents = consentsOf(event, deps.addressKeyOf);
  const plan = await planOwnership(deps.store, event, consents.keys, record);
  const people = await peopleAfter(plan, event, consents.own);
  await bindAddressed(plan.hood, consents.addressed);
  await bindWishes(plan.hood, event);
  await bindRefusals(plan.hood, people.told.before, people.told.after, deps.addressKeyOf);
  const known = plan.records.get(plan.root) ?? null;
  const { person, followed } = await whatFollows(deps, book, {
    event,
    person: people.person,
    history: known?.history ?? NO_ORDERS,
    enrolments: known?.enrolments ?? [],
    joining: joiningOf(plan),
    before: people.before,
    orders: known?.orders ?? [],
    contacts: plan.hood.changedContacts(),
    now,
  });
  const complained = await complaintsTold(deps, plan.hood, event, person, followed, now);
  const { settings, addressKeyOf } = deps;
  const { before } = people;
  const tasks = [
    ...(complained.tasks ?? []),
    ...mergeTasks(event, plan, now),
    ...(await confirmTasks({
      event,
      consents,
      person,
      before,
      hood: plan.hood,
      settings,
      addressKeyOf,
      now,
    })),
  ];
  const consequences: Consequences = {
    ...complained,
    facts: [...complained.facts, ...refusalFacts(plan, now)],
    ...(tasks.length === 0 ? {} : { tasks }),
  };
  return {
    ...consequences,
    event: underRoot(event, plan),
    person,
    expectedVersion: people.before?.version ?? 0,
    others: people.others,
    absorbed: people.absorbed,
    ...writesOf(plan),
    ...(plan.restsOnIdentities ? { unchanged: plan.hood.unchanged() } : {}),
  };
}
