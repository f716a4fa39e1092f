/** A file that appears under its name only once it is whole. What is exported is about people: only its owner may read it. */
import { open, rename, rm } from 'node:fs/promises';

export type Write = (text: string) => Promise<unknown>;

/** Hands `fill` a way to write, and puts the file in its place afterwards; where `fill` throws, nothing is left. */
export async function wholeFile<T>(file: string, fill: (write: Write) => Promise<T>): Promise<T> {
  const unfinished = `${file}.${process.pid}.part`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    const result = await fill((text) => handle.appendFile(text));
    await handle.close();
    await rename(unfinished, file);
    return result;
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}
