/**
 * `POST /v1/messages`: one message to one person, asked for by the shop's own systems: a receipt, a password, a notice. Asked
 * for twice under one idempotency key it is sent once. Whoever is no customer yet is known by the address alone.
 */
import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { newPerson, type Person } from '../../../core/customer/person.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';
import { DIRECT_EXPIRY_MS, type DirectSend } from '../../../core/message/directSend.ts';
import {
  CONSENT_CHANNELS,
  type ConsentChannel,
  MESSAGE_CLASSES,
} from '../../../core/message/messageClass.ts';
import { e164 } from '../../../core/message/phone.ts';
import { HOUR_MS } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound, Problem } from '../../shared/problem.ts';
import { sendDirectly } from '../../shared/sendDirectly.ts';
import { bodyAs, type Route, type RouteRequest } from './route.ts';

const LONGEST_KEY = 200;
const LARGEST_DATA_BYTES = 32 * 1024;

export const messageBody = z.strictObject({
  template: z.string().min(1).max(64),
  /** Any id of a customer. */
  customer: z.string().min(1).optional(),
  /** An email address or a phone number, where no customer is named. */
  address: z.string().min(3).max(320).optional(),
  /** Default: that of the template. */
  channel: z.enum(CONSENT_CHANNELS).optional(),
  class: z.enum(MESSAGE_CLASSES).default('transactional'),
  topic: z.string().min(1).max(64).default('service'),
  data: z.record(z.string(), z.json()).default({}),
  expiresInHours: z.number().int().min(1).max(720).optional(),
  idempotencyKey: z.string().min(1).max(LONGEST_KEY).optional(),
});
type Input = z.infer<typeof messageBody>;

function keyOf({ headers }: RouteRequest, { idempotencyKey }: Input): string {
  const key = idempotencyKey ?? headers['idempotency-key'] ?? randomUUID();
  if (key.length > 0 && key.length <= LONGEST_KEY) return key;
  throw misuse('idempotency-key', `an idempotency key has 1 to ${LONGEST_KEY} characters`, 'use a UUID');
}

function checkSize(data: JsonObject): void {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= LARGEST_DATA_BYTES) return;
  const detail = `the data have ${bytes} bytes; at most ${LARGEST_DATA_BYTES} are taken`;
  throw misuse('data', detail, 'send what the template shows, and link to the rest');
}

async function channelOf({ store }: Container, { template, channel }: Input): Promise<ConsentChannel> {
  const published = await store.template(template);
  if (published === null) {
    const remedy = 'publish it, or look for its name with: perennial templates list';
    throw notFound('unknown-template', `there is no template "${template}"`, remedy);
  }
  const own = published.source.channel;
  if (channel === undefined || channel === own) return own;
  throw misuse('channel', `template "${template}" is for ${own}`, 'leave the channel out');
}

async function known({ store }: Container, id: string): Promise<Person> {
  const person = await store.loadProfile(customerId(id));
  if (person !== null) return person;
  const remedy = 'identify the customer first, or send to an address';
  throw notFound('unknown-customer', `there is no customer "${id}"`, remedy);
}

function checkAddress(channel: ConsentChannel, address: string): void {
  const isGood = channel === 'email' ? z.email().safeParse(address).success : e164(address) !== null;
  if (isGood) return;
  const what = channel === 'email' ? 'an email address' : 'a phone number with its country code';
  throw misuse('address', `"${address}" is not ${what}`, `the template is for ${channel}`);
}

/** The person whose address it is now; a visitor known by nothing else where it is nobody's. */
async function atAddress(container: Container, channel: ConsentChannel, address: string): Promise<Person> {
  checkAddress(channel, address);
  const { store, addressKeyOf } = container;
  const key = addressKeyOf(channel, address);
  const contact = (await store.loadContacts([key])).get(key);
  for (const { id } of contact?.holders ?? []) {
    const person = await store.loadProfile(id);
    const own = channel === 'email' ? person?.email : person?.phone;
    if (person !== null && own != null && addressKeyOf(channel, own) === key) return person;
  }
  const at = container.now();
  const id = customerId(`anonymous:${key}`);
  const person: Person = { ...newPerson(id, at), [channel === 'email' ? 'email' : 'phone']: address };
  await store.importPeople([{ person, consents: [], addresses: [{ contactKey: key, at }] }]);
  return (await store.loadProfile(id)) ?? person;
}

function recipientOf(container: Container, wanted: Input, channel: ConsentChannel): Promise<Person> {
  const { customer, address } = wanted;
  if (customer !== undefined && address === undefined) return known(container, customer);
  if (address !== undefined && customer === undefined) return atAddress(container, channel, address);
  throw misuse('customer', 'name a customer or an address, one of the two', 'leave the other out');
}

/** What two requests of one key must agree in. */
function sameRequest(
  sent: Pick<DirectSend, 'customerId' | 'template' | 'data'>,
  wanted: DirectSend,
): boolean {
  const shape = (of: typeof sent) => JSON.stringify([of.customerId, of.template, of.data]);
  return shape(sent) === shape(wanted);
}

export function sendMessage(container: Container): Route {
  return async (request) => {
    const wanted = bodyAs(request, messageBody);
    checkSize(wanted.data);
    const key = keyOf(request, wanted);
    const channel = await channelOf(container, wanted);
    const person = await recipientOf(container, wanted, channel);
    const expiresInMs =
      wanted.expiresInHours === undefined ? DIRECT_EXPIRY_MS : wanted.expiresInHours * HOUR_MS;
    const direct: DirectSend = {
      id: decisionId(`api/${createHash('sha256').update(key).digest('base64url')}`),
      journey: 'api',
      customerId: person.id,
      channel,
      template: wanted.template,
      class: wanted.class,
      topic: wanted.topic,
      data: wanted.data,
      expiresAt: container.now() + expiresInMs,
    };
    const { isNew, decision } = await sendDirectly(container, direct);
    if (!isNew && !sameRequest({ ...decision, data: decision.event }, direct)) {
      throw new Problem({
        status: 409,
        code: 'key-in-use',
        title: 'The key belongs to another message',
        detail: 'another message was asked for under this idempotency key',
        field: 'idempotency-key',
        remedy: 'use a new key for each message',
      });
    }
    const { id, outcome, reason } = decision;
    return { id, customer: person.id, channel, outcome, reason, repeated: !isNew };
  };
}
