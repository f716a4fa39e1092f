/** `journeys show`: one journey, drawn. */
import { journeyViewSchema } from '../answers/journey.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { drawJourney } from '../draw/drawJourney.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, args, json, printer, language } = context;
  const version = args.text('version');
  const answer = await ask({
    method: 'GET',
    path: `/v1/journeys/${encodeURIComponent(args.operand())}`,
    ...(version === undefined ? {} : { query: { version } }),
  });
  if (json) await printer.document(answer);
  else await printer.lines(drawJourney(readAnswer(journeyViewSchema, answer), language, printer.columns));
  return 0;
}
