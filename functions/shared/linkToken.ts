/**
 * Signed links: what a customer may do without signing in. A token names ids, never an address; it does not expire, opens
 * one kind of page only (its purpose is part of what is signed and not of the token), and has exactly one spelling.
 *
 *   base64url(key id, claims) . base64url(HMAC-SHA-256 over purpose, key id and claims, the first 128 bits)
 *
 * The key id, one byte, says which secret signed: new tokens carry the newest, tokens of older ones go on being accepted.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import {
  type AddressKey,
  addressKey,
  type CustomerId,
  customerId,
  type DecisionId,
  decisionId,
} from '../../core/ids.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../core/message/messageClass.ts';

export const LINK_PURPOSES = [
  'preferences',
  'unsubscribe',
  'confirm',
  'why',
  'survey',
  'click',
  'open',
] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** What a token says: which message, to whom, at which address (its key), about what. */
export interface LinkClaims {
  readonly decisionId: DecisionId;
  readonly customerId: CustomerId;
  /** The address the message went to. */
  readonly contactKey: AddressKey;
  readonly channel: ConsentChannel;
  readonly topic: string;
  /** Of a click: where it leads. */
  readonly to?: string;
}

/** Secrets by key id, 0 to 255; `current` signs. */
export interface LinkKeys {
  readonly current: number;
  readonly secrets: ReadonlyMap<number, KeyObject>;
}

/** Longer texts are no tokens: the longest link a mail may hold and three long ids fit. */
export const LONGEST_TOKEN_CHARS = 8_192;

const MAC_BYTES = 16;
const TOKEN = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})$/;

/** Keys from secrets of at least 32 bytes. */
export function linkKeys(current: number, secrets: Readonly<Record<number, Buffer>>): LinkKeys {
  const byId = new Map(Object.entries(secrets).map(([id, secret]) => [Number(id), createSecretKey(secret)]));
  if (!byId.has(current)) throw new Error(`there is no link secret ${current}`);
  return { current, secrets: byId };
}

function macOf(secret: KeyObject, purpose: LinkPurpose, payload: Buffer): Buffer {
  const digest = createHmac('sha256', secret).update(`${purpose}\n`).update(payload).digest();
  return digest.subarray(0, MAC_BYTES);
}

/** A decision's id mostly begins with its customer's: then that is told by its length. */
function packed(claims: LinkClaims): string {
  const { decisionId: decision, customerId: customer, contactKey, channel, topic, to } = claims;
  const who = decision.startsWith(customer) ? customer.length : customer;
  return JSON.stringify([decision, who, contactKey, channel, topic, ...(to === undefined ? [] : [to])]);
}

/** Null for what no version of `packed` wrote; a token that was verified is never that. */
function unpacked(text: string): LinkClaims | null {
  const parts: unknown = JSON.parse(text);
  if (!Array.isArray(parts)) return null;
  const [decision, who, key, named, topic, to]: unknown[] = parts;
  const channel = CONSENT_CHANNELS.find((one) => one === named);
  if (typeof decision !== 'string' || typeof key !== 'string' || typeof topic !== 'string') return null;
  const customer = typeof who === 'number' ? decision.slice(0, who) : who;
  if (typeof customer !== 'string' || channel === undefined) return null;
  return {
    decisionId: decisionId(decision),
    customerId: customerId(customer),
    contactKey: addressKey(key),
    channel,
    topic,
    ...(typeof to === 'string' ? { to } : {}),
  };
}

/** A token for one purpose, signed with the current key. */
export function signLink({ current, secrets }: LinkKeys, purpose: LinkPurpose, claims: LinkClaims): string {
  const secret = secrets.get(current);
  if (secret === undefined) throw new Error(`there is no link secret ${current}`);
  const text = packed(claims);
  const payload = Buffer.allocUnsafe(1 + Buffer.byteLength(text));
  payload[0] = current;
  payload.write(text, 1);
  return `${payload.toString('base64url')}.${macOf(secret, purpose, payload).toString('base64url')}`;
}

/** The bytes of a text in base64url, where it is the one way to write them. */
function bytesOf(text: string | undefined): Buffer | null {
  if (text === undefined) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** What a token says; null where it was not signed here for this purpose, to the last character. */
export function verifyLink({ secrets }: LinkKeys, purpose: LinkPurpose, token: string): LinkClaims | null {
  if (token.length > LONGEST_TOKEN_CHARS) return null;
  const parts = TOKEN.exec(token);
  const [payload, mac] = [bytesOf(parts?.[1]), bytesOf(parts?.[2])];
  const keyId = payload?.[0];
  const secret = keyId === undefined ? undefined : secrets.get(keyId);
  if (payload === null || mac === null || secret === undefined) return null;
  if (!timingSafeEqual(mac, macOf(secret, purpose, payload))) return null;
  return unpacked(payload.toString('utf8', 1));
}
