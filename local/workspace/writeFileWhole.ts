/** Writes a file whole or not at all: beside it first, on the disk, and then in its place. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

export function writeFileWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.new`;
  try {
    const open = openSync(beside, 'w');
    try {
      writeSync(open, text);
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
    renameSync(beside, file);
  } catch (failure) {
    rmSync(beside, { force: true });
    throw failure;
  }
}
