/**
 * Answers of the API, read for people. Each command says with a schema which fields it shows; fields it does not know are
 * let by, so an older command line reads a newer server. Texts are cleaned on the way in. `--json` does not pass here.
 */
import type * as z from 'zod';
import { failed } from '../failure.ts';
import { cleanValue } from '../text/clean.ts';

/** Throws `Failure` of code `unreadable-answer` where a field that is shown is missing or of another kind. */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const read = schema.safeParse(cleanValue(body));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw failed(
    'unreadable-answer',
    `The answer is not in the expected form: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    {
      remedy: 'Command line and server may be of different versions; --json shows the answer as it came.',
    },
  );
}
