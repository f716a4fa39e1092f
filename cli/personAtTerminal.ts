/** Questions to the person at the terminal: asked on standard error, so that a pipe carries results only. */
import { createInterface } from 'node:readline/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Surroundings } from './surroundings.ts';

/** Null where either end is no terminal. Who leaves (Ctrl-C, Ctrl-D) answers null. */
export function personAtTerminal(
  input: NodeJS.ReadableStream & Pick<ReadStream, 'isTTY'>,
  output: NodeJS.WritableStream & Pick<WriteStream, 'isTTY'>,
): Surroundings['askPerson'] {
  if (!input.isTTY || !output.isTTY) return null;
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return await new Promise<string | null>((resolve, reject) => {
        lines.once('close', () => resolve(null));
        lines.question(question).then(resolve, reject);
      });
    } finally {
      lines.close();
    }
  };
}
