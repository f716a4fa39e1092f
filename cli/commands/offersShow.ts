/** `offers show`: one offer as it was published. */
import { offersAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';
import { outline } from '../text/outline.ts';
import { fill } from '../words/words.ts';

export async function run({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const wanted = args.operand();
  const answer = await ask({ method: 'GET', path: '/v1/offers' });
  const { definition } = readAnswer(offersAnswer, answer);
  const offer = definition?.offers.find(({ id }) => id === wanted);
  if (offer === undefined)
    throw failed('unknown-offer', fill(words.offers.unknown, { offer: wanted }), {
      remedy: 'See: perennial offers list.',
    });
  if (json) await printer.document(offer);
  else await printer.lines(outline(offer));
  return 0;
}
