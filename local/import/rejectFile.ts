/**
 * The reject file: a line for every row that was refused. It comes into being with the first refused row, replacing an older
 * one, and is complete up to the last row read even where the import fails.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { type RejectedRow, rejectLine } from '../../functions/shared/import/rejectLine.ts';

export interface RejectFile {
  /** Keeps a row until the next `flush`. */
  add(row: RejectedRow): void;
  /** True when it is time to flush. */
  isFull(): boolean;
  /** Writes what was added. Throws `ImportMisuse` (`reject-file-unwritable`). */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const FULL_CHARACTERS = 1_048_576;

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
      const text = rejectLine(row);
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
