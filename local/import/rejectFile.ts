/**
 * The reject file: one JSON object a line for every row that was refused, with the reason, the remedy and the row as it
 * stood. It comes into being with the first refused row, replacing an older one, and is complete up to the last row read
 * even where the import fails.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { Fault } from '../../core/customer/import/rowFault.ts';
import { showDamage } from './decodeText.ts';
import type { RawRow } from './sourceRow.ts';

export interface RejectedRow extends Fault {
  readonly line: number;
  /** Field, or column, that is at fault; null where the row as a whole is. */
  readonly field: string | null;
  readonly value: string;
  readonly raw: RawRow;
}

export interface RejectFile {
  /** Keeps a row until the next `flush`. */
  add(row: RejectedRow): void;
  /** True when it is time to flush. */
  isFull(): boolean;
  /** Writes what was added. Throws `ImportMisuse` (`reject-file-unwritable`). */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const LONGEST_VALUE = 200;
const LONGEST_FIELD = 4_000;
const FULL_CHARACTERS = 1_048_576;

/** Text that any reader of UTF-8 accepts, bounded in length. */
function printable(text: string, longest: number): string {
  const sound = showDamage(text);
  return sound.length <= longest
    ? sound
    : `${sound.slice(0, longest)}… (${sound.length} characters)`.toWellFormed();
}

function toLine({ line, field, value, code, problem, remedy, raw }: RejectedRow): string {
  const row =
    typeof raw === 'string'
      ? printable(raw, LONGEST_FIELD)
      : raw.map((text) => printable(text, LONGEST_FIELD));
  const record = { line, field, value: printable(value, LONGEST_VALUE), code, problem, remedy, row };
  return `${JSON.stringify({ ...record, field: field === null ? null : showDamage(field) })}\n`;
}

export function rejectFile(path: string): RejectFile {
  let handle: FileHandle | null = null;
  let waiting: string[] = [];
  let characters = 0;

  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    const text = waiting.join('');
    waiting = [];
    characters = 0;
    try {
      handle ??= await open(path, 'w');
      await handle.appendFile(text, 'utf8');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ImportMisuse(
        'reject-file-unwritable',
        `refused rows cannot be written to ${path} (${reason}); name a file that can be written`,
        { cause },
      );
    }
  }

  return {
    add(row) {
      const text = toLine(row);
      waiting.push(text);
      characters += text.length;
    },
    isFull: () => characters >= FULL_CHARACTERS,
    flush,
    async close() {
      try {
        await flush();
      } finally {
        await handle?.close();
        handle = null;
      }
    },
  };
}
