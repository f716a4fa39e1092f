/** Folders and small files of a data folder, with an error that says what to do where they cannot be written. */
import { mkdirSync, writeFileSync } from 'node:fs';

export class FolderNotWritable extends Error {
  readonly code = 'folder-not-writable';
  constructor(dir: string, cause: unknown) {
    super(
      `${dir} cannot be written (${cause instanceof Error ? cause.message : String(cause)}); give a folder you may write with --data`,
    );
    this.name = 'FolderNotWritable';
  }
}

/** Makes a folder and those above it. Throws `FolderNotWritable`. */
export function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (failure) {
    throw new FolderNotWritable(dir, failure);
  }
}

/** Writes a file only its owner may read. Throws `FolderNotWritable` naming the folder. */
export function writePrivately(dir: string, file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (failure) {
    throw new FolderNotWritable(dir, failure);
  }
}
