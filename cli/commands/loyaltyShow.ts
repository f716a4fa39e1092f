/** `loyalty show`: the programme in force, as it is kept. */
import { loyaltySchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { minute } from '../text/format.ts';
import { outline } from '../text/outline.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/loyalty' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, publishedAt, definition } = readAnswer(loyaltySchema, answer);
  if (definition === null || publishedAt === null) await printer.lines([words.loyaltyProgramme.none]);
  else {
    const heading = fill(words.loyaltyProgramme.heading, { version, at: minute(publishedAt) });
    await printer.lines([heading, '', ...outline(definition)]);
  }
  return 0;
}
