/** `winback policy`: the policy in force, defaults included. */
import { readAnswer } from '../answers/read.ts';
import { policySchema } from '../answers/winBack.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { outline } from '../text/outline.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/win-back' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, definition } = readAnswer(policySchema, answer);
  const heading = version === 0 ? words.winBack.shipped : fill(words.winBack.policy, { version });
  await printer.lines([heading, '', ...outline(definition)]);
  return 0;
}
