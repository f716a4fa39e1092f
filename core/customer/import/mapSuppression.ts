/** A row of a suppression list: which address, why, since when, who said so. An address may stand as the keyed hash of an export. */
import type { AddressKey } from '../../ids.ts';
import type { Suppression } from '../../message/contact.ts';
import type { ConsentChannel } from '../../message/messageClass.ts';
import { keyInText, readReason } from '../../message/suppressionList.ts';
import type { PhoneCountry } from '../phoneNumber.ts';
import { readAddress, readChannel } from './addressCell.ts';
import { type DateRules, parseOrderDate } from './orderDate.ts';
import { type FieldFault, type Unreadable, unreadable } from './rowFault.ts';

export const SUPPRESSION_FIELDS = ['channel', 'address', 'reason', 'at', 'source'] as const;

export interface SuppressionRowRules extends DateRules {
  /** Of rows that name none. */
  readonly reason: string | null;
  readonly channel: ConsentChannel | null;
  readonly source: string;
  readonly country: PhoneCountry | null;
}

export interface SuppressionRow {
  readonly target:
    | { readonly kind: 'address'; readonly channel: ConsentChannel; readonly address: string }
    | { readonly kind: 'hash'; readonly key: AddressKey };
  readonly suppression: Suppression;
}

export type MappedSuppression =
  | { readonly kind: 'row'; readonly row: SuppressionRow }
  | ({ readonly kind: 'rejected' } & FieldFault);

type Cells = Readonly<Record<string, string>>;

function targetOf(cells: Cells, rules: SuppressionRowRules): SuppressionRow['target'] | [string, Unreadable] {
  const text = cells['address'];
  if (text === undefined) return ['address', unreadable('empty', 'is empty', 'fill in the address')];
  const key = keyInText(text);
  if (key !== null) return { kind: 'hash', key };
  const channel = readChannel(cells['channel']);
  if (channel.kind === 'unreadable') return ['channel', channel];
  const read = readAddress(text, channel.channel ?? rules.channel, rules.country);
  return read.kind === 'unreadable' ? ['address', read] : read;
}

function suppressionOf(
  cells: Cells,
  isHash: boolean,
  rules: SuppressionRowRules,
): Suppression | [string, Unreadable] {
  const reason = readReason(cells['reason'] ?? rules.reason ?? '');
  if (reason.kind === 'opt-out')
    return [
      'reason',
      unreadable(
        'opt-out',
        'is a wish not to get marketing, and no fault of the address',
        'import it as a consent: perennial import consents FILE with topic * and state denied',
      ),
    ];
  if (reason.kind === 'unknown' || (reason.why === 'erased' && !isHash))
    return [
      'reason',
      unreadable(
        'not-a-reason',
        'is no reason',
        'write hard-bounce, soft-bounces, spam-complaint, manual or stop-word, or give --reason for the whole file',
      ),
    ];
  const told = cells['at'];
  const date = told === undefined ? null : parseOrderDate(told, rules);
  if (date?.kind === 'unreadable') return ['at', date];
  return {
    why: reason.why,
    at: date?.at ?? rules.now,
    source: cells['source']?.slice(0, 200) ?? rules.source,
  };
}

/** Maps one row. Total: every row gives a suppression or a fault that names the field, the value and the remedy. */
export function mapSuppression(cells: Cells, rules: SuppressionRowRules): MappedSuppression {
  const rejected = (field: string, { code, problem, remedy }: Unreadable): MappedSuppression => ({
    kind: 'rejected',
    field,
    value: cells[field] ?? '',
    code,
    problem,
    remedy,
  });
  const target = targetOf(cells, rules);
  if (Array.isArray(target)) return rejected(...target);
  const suppression = suppressionOf(cells, target.kind === 'hash', rules);
  if (Array.isArray(suppression)) return rejected(...suppression);
  return { kind: 'row', row: { target, suppression } };
}
