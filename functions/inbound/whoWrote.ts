/**
 * Who wrote, and about which message. By the provider's own id of the message that is answered, which nobody can guess; else
 * by the address, which is that of a person who has it now, and among their messages the one answered, or the last that was
 * sent there.
 */
import { hash } from 'node:crypto';
import type { Person } from '../../core/customer/person.ts';
import type { AddressKey } from '../../core/ids.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { InboundMessage } from '../../core/message/inbound.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';

export interface Writer {
  readonly person: Person;
  /** What they answer; null where nothing was sent to them. */
  readonly decision: Decision | null;
  /** True where the message came from an address they have now. */
  readonly isOwnAddress: boolean;
}

type Deps = Pick<Container, 'store' | 'addressKeyOf'>;

/** What was sent longer ago is not what a new message answers, unless it says so. */
const ANSWERED_WITHIN_MS = 90 * DAY_MS;

function addressOf(person: Person, { channel }: InboundMessage): string | null {
  return channel === 'email' ? person.email : person.phone;
}

function hasAddress(
  { addressKeyOf }: Deps,
  person: Person,
  message: InboundMessage,
  key: AddressKey,
): boolean {
  const address = addressOf(person, message);
  return address !== null && addressKeyOf(message.channel, address) === key;
}

/** The part of a message id before its @: SES and this system put their own id there. */
function localPart(id: string): string {
  const at = id.lastIndexOf('@');
  return at < 0 ? id : id.slice(0, at);
}

async function sentAs({ store }: Deps, { answers }: InboundMessage): Promise<Decision | null> {
  for (const id of answers) {
    const decision = (await store.decisionSentAs(localPart(id))) ?? (await store.decisionSentAs(id));
    if (decision !== null) return decision;
  }
  return null;
}

/** As `composeMail` names a message. */
function messageName({ id }: Decision): string {
  return hash('sha256', id, 'hex').slice(0, 32);
}

/** Of the person's messages the one that is answered, else the last one sent on the channel. */
async function answeredBy(
  { store }: Deps,
  person: Person,
  message: InboundMessage,
): Promise<Decision | null> {
  const all = await store.decisionsOf(person.id);
  const sent = all.filter(({ channel, outcome }) => channel === message.channel && outcome === 'sent');
  const names = new Set(message.answers.map(localPart));
  const named = names.size === 0 ? undefined : sent.find((one) => names.has(messageName(one)));
  if (named !== undefined) return named;
  let last: Decision | null = null;
  for (const one of sent) {
    const at = one.settledAt ?? 0;
    if (at <= message.at && message.at - at <= ANSWERED_WITHIN_MS && at >= (last?.settledAt ?? 0)) last = one;
  }
  return last;
}

/** Of those who told that the address is theirs one who has it still, the latest to tell; a stranger to it now is nobody. */
async function holderOf(
  deps: Deps,
  contact: Contact | null,
  message: InboundMessage,
): Promise<Person | null> {
  if (contact === null) return null;
  for (const { id } of contact.holders.toReversed()) {
    const person = await deps.store.loadProfile(id);
    if (person !== null && hasAddress(deps, person, message, contact.key)) return person;
  }
  return null;
}

/** Null for somebody nobody knows. `contact` is that of the address it came from, null where there is none. */
export async function whoWrote(
  deps: Deps,
  message: InboundMessage,
  contact: Contact | null,
): Promise<Writer | null> {
  const decision = await sentAs(deps, message);
  if (decision !== null) {
    const person = await deps.store.loadProfile(decision.customerId);
    if (person !== null) {
      const key = deps.addressKeyOf(message.channel, message.from);
      return { person, decision, isOwnAddress: hasAddress(deps, person, message, key) };
    }
  }
  const person = await holderOf(deps, contact, message);
  if (person === null) return null;
  return { person, decision: await answeredBy(deps, person, message), isOwnAddress: true };
}
