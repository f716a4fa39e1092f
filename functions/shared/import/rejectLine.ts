/** A refused row, and the line it is written as: one JSON object with the reason, the remedy and the row as it stood. */
import type { Fault } from '../../../core/customer/import/rowFault.ts';
import { showDamage } from './decodeText.ts';
import type { RawRow } from './sourceRow.ts';

export interface RejectedRow extends Fault {
  readonly line: number;
  /** Field, or column, that is at fault; null where the row as a whole is. */
  readonly field: string | null;
  readonly value: string;
  readonly raw: RawRow;
}

const LONGEST_VALUE = 200;
const LONGEST_FIELD = 4_000;

/** Text that any reader of UTF-8 accepts, bounded in length. */
function printable(text: string, longest: number): string {
  const sound = showDamage(text);
  return sound.length <= longest
    ? sound
    : `${sound.slice(0, longest)}… (${sound.length} characters)`.toWellFormed();
}

/** With its line end. */
export function rejectLine({ line, field, value, code, problem, remedy, raw }: RejectedRow): string {
  const row =
    typeof raw === 'string'
      ? printable(raw, LONGEST_FIELD)
      : raw.map((text) => printable(text, LONGEST_FIELD));
  const record = { line, field, value: printable(value, LONGEST_VALUE), code, problem, remedy, row };
  return `${JSON.stringify({ ...record, field: field === null ? null : showDamage(field) })}\n`;
}
