/**
 * A row of a file of consents: whose, on what channel and topic, what was said, when, where, under what words and on what
 * basis. A consent without proof is none: date and source are needed, and of one that was given the basis too. A refusal
 * needs no basis.
 */
import { type ConsentBasis, type ConsentChange, EVERY_TOPIC } from '../../message/contact.ts';
import type { ConsentChannel } from '../../message/messageClass.ts';
import type { PhoneCountry } from '../phoneNumber.ts';
import { readAddress, readChannel } from './addressCell.ts';
import { readBasis, readState } from './consentCells.ts';
import { type DateRules, parseOrderDate } from './orderDate.ts';
import { type FieldFault, type Unreadable, unreadable } from './rowFault.ts';

export const CONSENT_FIELDS = [
  'customer',
  'address',
  'channel',
  'topic',
  'state',
  'at',
  'source',
  'wording',
  'basis',
] as const;

/** What holds for every row that says nothing itself. */
export interface ConsentRowRules extends DateRules {
  readonly source: string | null;
  readonly basis: ConsentBasis | null;
  readonly wording: string | null;
  readonly topic: string | null;
  readonly channel: ConsentChannel | null;
  readonly at: number | null;
  readonly country: PhoneCountry | null;
  /** Who recorded it: the file's name. */
  readonly by: string;
}

export interface ConsentRow {
  readonly customer: string | null;
  /** Null where the row names the customer alone. */
  readonly address: string | null;
  readonly change: ConsentChange;
}

export type MappedConsent =
  | { readonly kind: 'consent'; readonly row: ConsentRow }
  | ({ readonly kind: 'rejected' } & FieldFault);

type Cells = Readonly<Record<string, string>>;

const LONGEST_TOPIC = 200;
const LONGEST_SOURCE = 200;
const LONGEST_WORDING = 2_000;

function missing(what: string, remedy: string): Unreadable {
  return unreadable('no-proof', what, remedy);
}

function tooLong(longest: number): Unreadable {
  return unreadable('too-long', `is longer than ${longest} characters`, 'shorten it');
}

function topicOf(cells: Cells, rules: ConsentRowRules): string | Unreadable {
  const topic = cells['topic']?.trim() ?? rules.topic ?? '';
  if (topic !== '' && topic.length <= LONGEST_TOPIC) return topic;
  return unreadable('not-a-topic', 'is no topic', 'map topic=COLUMN or give --topic, for example offers');
}

function proofOf(
  cells: Cells,
  rules: ConsentRowRules,
): Pick<ConsentChange, 'at' | 'source' | 'wording'> | [string, Unreadable] {
  const told = cells['at'];
  const date = told === undefined ? null : parseOrderDate(told, rules);
  if (date?.kind === 'unreadable') return ['at', date];
  const at = date?.at ?? rules.at;
  if (at === null)
    return [
      'at',
      missing(
        'says not when it was given',
        'fill in the date, map at=COLUMN, or give --at DATE for the whole file',
      ),
    ];
  const source = cells['source']?.trim() ?? rules.source ?? '';
  if (source === '')
    return [
      'source',
      missing(
        'says not where it was given',
        'fill in the source, map source=COLUMN, or give --source TEXT for the whole file',
      ),
    ];
  if (source.length > LONGEST_SOURCE) return ['source', tooLong(LONGEST_SOURCE)];
  const wording = cells['wording'] ?? rules.wording;
  if (wording !== null && wording.length > LONGEST_WORDING) return ['wording', tooLong(LONGEST_WORDING)];
  return { at, source, wording };
}

function changeOf(
  cells: Cells,
  channel: ConsentChannel,
  rules: ConsentRowRules,
): ConsentChange | [string, Unreadable] {
  const topic = topicOf(cells, rules);
  if (typeof topic !== 'string') return ['topic', topic];
  const stated = readState(cells['state'] ?? '');
  if (stated.kind === 'unreadable') return ['state', stated];
  if (stated.state === null)
    return ['state', unreadable('empty', 'is empty', 'write granted, denied, yes or no')];
  if (topic === EVERY_TOPIC && stated.state !== 'denied')
    return [
      'topic',
      unreadable(
        'not-a-topic',
        'is granted for every topic at once',
        'name the topic; * stands for a refusal only',
      ),
    ];
  const proof = proofOf(cells, rules);
  if (Array.isArray(proof)) return proof;
  const read = readBasis(cells['basis'] ?? '');
  if (read.kind === 'unreadable') return ['basis', read];
  const basis = read.basis ?? rules.basis;
  if (basis === null && stated.state !== 'denied')
    return [
      'basis',
      unreadable(
        'no-basis',
        'says not what it rests on',
        'fill in the basis, map basis=COLUMN, or give --basis for the whole file, for example express',
      ),
    ];
  return {
    topic,
    channel,
    state: stated.state,
    ...proof,
    by: rules.by,
    ...(basis === null ? {} : { basis }),
  };
}

/** Maps one row. Total: every row gives a consent or a fault that names the field, the value and the remedy. */
export function mapConsent(cells: Cells, rules: ConsentRowRules): MappedConsent {
  const rejected = (field: string, { code, problem, remedy }: Unreadable): MappedConsent => ({
    kind: 'rejected',
    field,
    value: cells[field] ?? '',
    code,
    problem,
    remedy,
  });
  const stated = readChannel(cells['channel']);
  if (stated.kind === 'unreadable') return rejected('channel', stated);
  const wanted = stated.channel ?? rules.channel;
  const customer = cells['customer']?.trim() ?? null;
  const told = cells['address'];
  if (told === undefined && customer === null)
    return rejected('address', unreadable('empty', 'is empty', 'fill in the address or the customer'));
  const read = told === undefined ? null : readAddress(told, wanted, rules.country);
  if (read?.kind === 'unreadable') return rejected('address', read);
  const channel = read?.channel ?? wanted;
  if (channel === null)
    return rejected(
      'channel',
      unreadable('not-a-channel', 'is not known', 'map channel=COLUMN, or give --channel email or sms'),
    );
  const change = changeOf(cells, channel, rules);
  if (Array.isArray(change)) return rejected(...change);
  return { kind: 'consent', row: { customer, address: read?.address ?? null, change } };
}
