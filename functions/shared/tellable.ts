/**
 * Whether whoever is given something can be told of it: the message nearest behind the step is judged by the gates that stand for
 * good, before anything is set aside for it. What passes by itself (the hour, a cap, a budget) is left to the send.
 */
import { contactInForce } from '../../core/customer/consentsInForce.ts';
import type { Person } from '../../core/customer/person.ts';
import { decisionOf } from '../../core/journey/decide.ts';
import {
  isMessage,
  type JourneyDefinition,
  type MessageNode,
  successors,
} from '../../core/journey/definition.ts';
import type { ErrandAsked } from '../../core/journey/errand/errandDesk.ts';
import { zoneOf } from '../../core/journey/waiting.ts';
import { NONE_EXHAUSTED } from '../../core/message/budgetsOf.ts';
import { newContact } from '../../core/message/contact.ts';
import { consentGate } from '../../core/message/gates/consent.ts';
import type { Gate } from '../../core/message/gates/gate.ts';
import { holdoutGate } from '../../core/message/gates/holdout.ts';
import { addressGate } from '../../core/message/gates/reach.ts';
import { complaintGate, suppressionGate } from '../../core/message/gates/standing.ts';
import { countryOf } from '../../core/message/jurisdiction.ts';
import { GATES_OF } from '../../core/message/policy.ts';
import { SENDING_FREELY } from '../../core/message/sendingState.ts';
import type { Container } from './container.ts';

type Asking = Pick<Container, 'store' | 'addressKeyOf' | 'settings'>;

/** Gates that stand for good, or until the customer or a person of the shop changes something. */
const LASTING = {
  address: addressGate,
  consent: consentGate,
  suppression: suppressionGate,
  complaint: complaintGate,
  holdout: holdoutGate,
} as const satisfies Readonly<Record<string, Gate>>;

/** The messages fewest steps behind a node; none where no way leads to one. */
function nearestMessages({ nodes }: JourneyDefinition, from: string): [string, MessageNode][] {
  const seen = new Set<string>();
  let layer = [from];
  while (layer.length > 0) {
    const here = layer.flatMap((id) => (nodes[id] === undefined ? [] : [[id, nodes[id]] as const]));
    const found = here.flatMap(([id, node]): [string, MessageNode][] =>
      isMessage(node) ? [[id, node]] : [],
    );
    if (found.length > 0) return found;
    for (const [id] of here) seen.add(id);
    layer = [...new Set(here.flatMap(([, node]) => successors(node)))].filter((id) => !seen.has(id));
  }
  return [];
}

async function contactOf({ store, addressKeyOf }: Asking, person: Person, { channel }: MessageNode) {
  const address = channel === 'sms' ? person.phone : person.email;
  if (channel === 'webhook' || address === null) return null;
  const key = addressKeyOf(channel, address);
  const stored = (await store.loadContacts([key])).get(key) ?? newContact(key);
  return contactInForce(store, addressKeyOf, person, channel, stored);
}

/** Why one message may never go out; null where nothing lasting stands in its way. */
async function whyNot(
  asking: Asking,
  { enrolment, definition, now }: ErrandAsked,
  person: Person,
  [nodeId, node]: [string, MessageNode],
): Promise<string | null> {
  if (node.channel === 'webhook') return null;
  const { settings } = asking;
  const of = { definition, now, settingsVersion: 0, modelVersion: 0 };
  const decision = decisionOf(of, enrolment, nodeId, node);
  const context = {
    decision,
    contact: await contactOf(asking, person, node),
    zone: zoneOf(person, settings),
    country: countryOf(person, decision.channel),
    now,
    settings,
    sending: SENDING_FREELY,
    exhausted: NONE_EXHAUSTED,
  };
  for (const name of GATES_OF[decision.class]) {
    const gate = Object.entries(LASTING).find(([lasting]) => lasting === name)?.[1];
    const result = gate?.(context);
    if (result === undefined || result.kind === 'pass') continue;
    return result.kind === 'held-out' ? 'held-out' : result.reason;
  }
  return null;
}

/** Null where the customer can be told, or is told by no message at all. */
export async function whyUntold(
  asking: Asking,
  asked: ErrandAsked,
  person: Person,
  next: string,
): Promise<string | null> {
  const messages = nearestMessages(asked.definition, next);
  const reasons = await Promise.all(messages.map((message) => whyNot(asking, asked, person, message)));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}
