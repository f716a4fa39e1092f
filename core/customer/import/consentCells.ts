/**
 * Consents as files state them: a cell that says yes or no, or a list with the proof of each. An empty cell states nothing.
 * Every consent taken has a source and an instant; the wording may be unknown.
 */
import type { Json, JsonObject } from '../../json.ts';
import { CONSENT_BASES, type ConsentBasis, type ConsentChange } from '../../message/contact.ts';
import { CONSENT_CHANNELS } from '../../message/messageClass.ts';
import { type DateRules, parseOrderDate } from './orderDate.ts';
import { type Unreadable, unreadable } from './rowFault.ts';

/** The proof of consents that bring none of their own. */
export interface ConsentProof {
  readonly source: string;
  readonly at: number;
  readonly wording: string | null;
  /** What the consents rest on in law; missing where the command does not say. */
  readonly basis?: ConsentBasis;
}

export interface ConsentRules extends DateRules {
  /** Null where the command named no source and date. */
  readonly proof: ConsentProof | null;
}

type State = ConsentChange['state'];
export type Stated = { readonly kind: 'state'; readonly state: State | null } | Unreadable;
export type StatedList = { readonly kind: 'list'; readonly changes: readonly ConsentChange[] } | Unreadable;

const YES = [
  'yes',
  'y',
  'true',
  't',
  '1',
  'on',
  'granted',
  'subscribed',
  'opted-in',
  'opt-in',
  '是',
  '同意',
  '已同意',
  '订阅',
  '已订阅',
];
const NO = [
  'no',
  'n',
  'false',
  'f',
  '0',
  'off',
  'denied',
  'unsubscribed',
  'opted-out',
  'opt-out',
  '否',
  '不同意',
  '拒绝',
  '未订阅',
  '退订',
  '已退订',
];
/** Given once and not confirmed yet. */
const ASKED = ['asked', 'pending', 'unconfirmed', '待确认'];
const STATES: ReadonlyMap<string, State> = new Map([
  ...YES.map((word) => [word, 'granted'] as const),
  ...NO.map((word) => [word, 'denied'] as const),
  ...ASKED.map((word) => [word, 'asked'] as const),
]);
const MOST_CONSENTS = 50;
const LONGEST_TOPIC = 200;

/** Reads yes or no, in English or Chinese; an empty value states nothing. */
export function readState(value: Json): Stated {
  if (typeof value === 'boolean') return { kind: 'state', state: value ? 'granted' : 'denied' };
  const text = value === null ? '' : typeof value === 'object' ? '?' : String(value).trim().toLowerCase();
  if (text === '') return { kind: 'state', state: null };
  const state = STATES.get(text);
  return state === undefined
    ? unreadable('not-a-truth-value', 'is neither yes nor no', 'write yes, no, true, false, 1, 0, 是 or 否')
    : { kind: 'state', state };
}

/** Reads what a consent rests on; an empty value states nothing. */
export function readBasis(
  value: Json,
): { readonly kind: 'basis'; readonly basis: ConsentBasis | null } | Unreadable {
  const text =
    typeof value === 'string'
      ? value
          .trim()
          .toLowerCase()
          .replaceAll(/[\s_]+/g, '-')
      : value;
  if (text === null || text === '') return { kind: 'basis', basis: null };
  const basis = CONSENT_BASES.find((known) => known === text);
  return basis === undefined
    ? unreadable(
        'not-a-basis',
        'is nothing a consent can rest on',
        `write one of ${CONSENT_BASES.join(', ')}`,
      )
    : { kind: 'basis', basis };
}

export function noProof(): Unreadable {
  return unreadable(
    'no-proof',
    'states a consent without saying where and when it was given',
    'give --consent-source and --consent-date, or source and at of each consent',
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(value: JsonObject, key: string): string | null {
  const text = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

/** Proof is kept word for word. */
function proofIn(value: JsonObject, key: string): string | null {
  const text = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

/** Who recorded it, and whether its owner said it twice, where the file says so. */
function recordedIn(value: JsonObject): Pick<ConsentChange, 'by' | 'confirmed'> {
  const by = proofIn(value, 'by');
  const isConfirmed = Object.hasOwn(value, 'confirmed') && value['confirmed'] === true;
  return { ...(by === null ? {} : { by }), ...(isConfirmed ? { confirmed: true } : {}) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function notConsents(problem: string): Unreadable {
  return unreadable(
    'not-consents',
    problem,
    'write a list of { topic, channel, state, at, source, wording }',
  );
}

function readOne(value: Json, rules: ConsentRules): ConsentChange | Unreadable | null {
  if (!isObject(value)) return notConsents('holds something that is no object');
  const topic = textIn(value, 'topic');
  const channel = CONSENT_CHANNELS.find((known) => known === textIn(value, 'channel'));
  if (topic === null || topic.length > LONGEST_TOPIC) return notConsents('has a consent without a topic');
  if (channel === undefined)
    return notConsents(`has a consent whose channel is none of ${CONSENT_CHANNELS.join(', ')}`);
  const stated = readState(value.state ?? null);
  if (stated.kind === 'unreadable') return stated;
  if (stated.state === null) return null;
  const told = textIn(value, 'at');
  const date = told === null ? null : parseOrderDate(told, rules);
  if (date?.kind === 'unreadable') return date;
  const at = date?.at ?? rules.proof?.at;
  const source = proofIn(value, 'source') ?? rules.proof?.source;
  if (at === undefined || source === undefined) return noProof();
  const wording = proofIn(value, 'wording') ?? rules.proof?.wording ?? null;
  const basis = readBasis(value.basis ?? null);
  if (basis.kind === 'unreadable') return basis;
  const restsOn = basis.basis ?? rules.proof?.basis;
  return {
    topic,
    channel,
    state: stated.state,
    at,
    source,
    wording,
    ...(restsOn === undefined ? {} : { basis: restsOn }),
    ...recordedIn(value),
  };
}

/** Reads a list of consents; each may bring its own proof. */
export function readConsents(value: Json, rules: ConsentRules): StatedList {
  if (value === null) return { kind: 'list', changes: [] };
  if (!isList(value)) return notConsents('is no list of consents');
  if (value.length > MOST_CONSENTS) return notConsents(`has more than ${MOST_CONSENTS} consents`);
  const changes: ConsentChange[] = [];
  for (const one of value) {
    const change = readOne(one, rules);
    if (change === null) continue;
    if ('kind' in change) return change;
    changes.push(change);
  }
  return { kind: 'list', changes };
}
