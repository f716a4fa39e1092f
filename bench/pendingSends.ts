/** Messages that wait to be sent, for the benches of sending: one a customer `c<n>`, who agreed to it. */
import { newPerson } from '../core/customer/person.ts';
import { customerId, decisionId, enrolmentId } from '../core/ids.ts';
import { type Decision, UNTOUCHED } from '../core/message/decision.ts';
import { DAY_MS, type Instant } from '../core/time.ts';
import type { Workspace } from '../local/workspace/openWorkspace.ts';

const PAGE = 1_000;

function pending(place: number, now: Instant): Decision {
  const id = customerId(`c${place}`);
  return {
    id: decisionId(`${id}/bench//1/say/1`),
    customerId: id,
    enrolmentId: enrolmentId(`${id}/bench//1`),
    journeyId: 'bench',
    journeyVersion: 1,
    nodeId: 'say',
    class: 'promotional',
    channel: 'email',
    topic: 'offers',
    template: 'win-back-reason',
    url: null,
    event: null,
    given: null,
    priority: 50,
    onRefusal: 'wait',
    heldOut: false,
    decidedAt: now,
    expiresAt: now + 3 * DAY_MS,
    settingsVersion: 1,
    modelVersion: 1,
    lane: 'journey',
    dueAt: now,
    ...UNTOUCHED,
  };
}

function placesFrom(from: number): number[] {
  return Array.from({ length: PAGE }, (_, place) => from + place);
}

/** A page of people who agreed to offers by email. */
async function putPeople({ store, container }: Workspace, from: number): Promise<void> {
  const change = {
    topic: 'offers',
    channel: 'email',
    state: 'granted',
    at: 0,
    source: 'bench',
    wording: null,
  } as const;
  await store.importPeople(
    placesFrom(from).map((place) => {
      const email = `c${place}@people.example`;
      const person = { ...newPerson(customerId(`c${place}`), 0), email, zone: 'UTC' };
      return { person, consents: [{ contactKey: container.addressKeyOf('email', email), change }] };
    }),
  );
}

async function fillPage(workspace: Workspace, from: number, now: Instant): Promise<void> {
  await putPeople(workspace, from);
  const places = placesFrom(from);
  const facts = places.map((place) => ({
    customerId: customerId(`c${place}`),
    at: now,
    kind: 'message-accepted' as const,
    journeyId: 'bench',
    body: { decision: pending(place, now).id },
  }));
  await workspace.store.commitStep({
    enrolments: [],
    cancellations: [],
    decisions: places.map((place) => pending(place, now)),
    facts,
  });
}

/** Puts that many people, with nothing to be sent to them. */
export async function fillPeople(workspace: Workspace, people: number): Promise<void> {
  for (let from = 0; from < people; from += PAGE) await putPeople(workspace, from);
}

/** Puts that many messages, due at `now`, into the workspace. */
export async function fillPendingSends(workspace: Workspace, messages: number, now: Instant): Promise<void> {
  for (let from = 0; from < messages; from += PAGE) await fillPage(workspace, from, now);
}
