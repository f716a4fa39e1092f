/**
 * What can go wrong with a file, each with a stable code and a remedy a person can follow. SQLite's result codes are
 * translated here and nowhere else; an error that is not SQLite's is left as it is.
 */

export type StoreErrorCode =
  | 'store-missing'
  | 'store-read-only'
  | 'store-not-a-database'
  | 'store-newer-version'
  | 'store-older-version'
  | 'store-full'
  | 'store-busy'
  | 'store-closed'
  | 'store-failed';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const RESULT = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

function primaryResultOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

const CAUSES: Readonly<Record<number, readonly [StoreErrorCode, string]>> = {
  [RESULT.busy]: [
    'store-busy',
    'is being written by another process for more than 10 seconds; wait until it is done, or end it',
  ],
  [RESULT.locked]: ['store-busy', 'is locked by another connection; try again'],
  [RESULT.readOnly]: [
    'store-read-only',
    'cannot be written; make the file and its folder writable, or give another folder with --data',
  ],
  [RESULT.cannotOpen]: [
    'store-read-only',
    'cannot be opened for writing; see that its folder exists and is writable, or give another with --data',
  ],
  [RESULT.full]: [
    'store-full',
    'cannot grow: the disk is full; nothing of this change was kept; free some space',
  ],
  [RESULT.notADatabase]: [
    'store-not-a-database',
    'is not an SQLite database; move it away, or name the file that is one',
  ],
  [RESULT.corrupt]: ['store-not-a-database', 'is damaged; restore it from a copy'],
};

/** The error as a `StoreError` where SQLite raised it; any other error unchanged. */
export function asStoreError(error: unknown, file: string): unknown {
  const result = primaryResultOf(error);
  if (result === null) return error;
  const [code, remedy] = CAUSES[result] ?? ['store-failed', 'refused an operation; see the cause'];
  const said = error instanceof Error ? error.message : String(error);
  return new StoreError(code, `${file} ${remedy} (${said})`, { cause: error });
}
