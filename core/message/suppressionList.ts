/**
 * The suppression list in words: reasons as other senders' exports name them, which of them may be lifted and at what risk, and
 * how an address is written of which nothing but the keyed hash is known.
 */
import { type AddressKey, addressKey } from '../ids.ts';
import { SUPPRESSION_REASONS, type SuppressedWhy } from './contact.ts';

/** What stands in a list where the address itself is not kept. */
const HASH = /^hash:([\w-]{16,64})$/;

export function hashText(key: AddressKey): string {
  return `hash:${key}`;
}

/** The key a text of `hashText` names; null for any other. */
export function keyInText(text: string): AddressKey | null {
  const key = HASH.exec(text.trim())?.[1];
  return key === undefined ? null : addressKey(key);
}

/** Names in exports of SES, Mailchimp, Pinpoint and others, without case, blanks and hyphens. */
const NAMES: ReadonlyMap<string, SuppressedWhy> = new Map<string, SuppressedWhy>([
  ...SUPPRESSION_REASONS.map((why) => [plain(why), why] as const),
  ['bounce', 'hard-bounce'],
  ['bounced', 'hard-bounce'],
  ['permanent', 'hard-bounce'],
  ['permanentbounce', 'hard-bounce'],
  ['cleaned', 'hard-bounce'],
  ['invalid', 'hard-bounce'],
  ['undeliverable', 'hard-bounce'],
  ['softbounce', 'soft-bounces'],
  ['transient', 'soft-bounces'],
  ['complaint', 'spam-complaint'],
  ['complained', 'spam-complaint'],
  ['spam', 'spam-complaint'],
  ['spamreport', 'spam-complaint'],
  ['abuse', 'spam-complaint'],
  ['blocked', 'manual'],
  ['suppressed', 'manual'],
  ['admin', 'manual'],
  ['stop', 'stop-word'],
  ['stopped', 'stop-word'],
  ['硬退信', 'hard-bounce'],
  ['投诉', 'spam-complaint'],
  ['人工', 'manual'],
]);

/** What is no suppression but somebody's wish: an import of consents takes it, and keeps service messages possible. */
const OPT_OUTS = new Set(['unsubscribed', 'unsubscribe', 'optout', 'optedout', 'all', '退订']);

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
}

export type ReadReason =
  | { readonly kind: 'reason'; readonly why: SuppressedWhy }
  | { readonly kind: 'opt-out' }
  | { readonly kind: 'unknown' };

export function readReason(text: string): ReadReason {
  const why = NAMES.get(plain(text));
  if (why !== undefined) return { kind: 'reason', why };
  return OPT_OUTS.has(plain(text)) ? { kind: 'opt-out' } : { kind: 'unknown' };
}

/** What lifting a suppression risks, as a person should know before they do; null where there is nothing to say. */
export function riskOfLifting(why: SuppressedWhy): string | null {
  switch (why) {
    case 'hard-bounce':
      return 'A mailbox provider said the address does not exist; sending there again raises the bounce rate that providers judge the shop by.';
    case 'spam-complaint':
      return 'Its owner reported the shop’s mail as spam; another report weighs on every message of the shop.';
    case 'stop-word':
      return 'Its owner wrote STOP; sending again without a new consent is unlawful in most countries.';
    case 'soft-bounces':
    case 'manual':
    case 'erased':
      return null;
  }
}
