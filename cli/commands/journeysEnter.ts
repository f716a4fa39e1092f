/** `journeys enter`: asks for one person to be let in. Exit 1 when they were not. */
import { entrySchema } from '../answers/plan.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { propertiesOf } from '../propertiesOption.ts';
import { fill, wordFor } from '../words/words.ts';

function lineOf({ words }: CommandContext, entry: ReturnType<typeof readEntry>): string {
  const { customer, journey, key, outcome, reason } = entry;
  switch (outcome) {
    case 'entered':
      return fill(key === '' ? words.enter.entered : words.enter.enteredKey, { customer, journey, key });
    case 'repeated':
      return words.enter.repeated;
    case 'refused':
      return fill(words.enter.refused, { customer, journey, reason: wordFor(words, 'reason', reason ?? '') });
  }
}

function readEntry(answer: unknown) {
  return readAnswer(entrySchema, answer);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const [journey = '', customer = ''] = args.operands;
  const key = args.text('entry-key');
  const properties = propertiesOf(context);
  const answer = await ask({
    method: 'POST',
    path: `/v1/journeys/${encodeURIComponent(journey)}/entries`,
    body: {
      customer,
      ...(key === undefined ? {} : { key }),
      ...(properties === undefined ? {} : { properties }),
    },
  });
  const entry = readEntry(answer);
  if (json) await printer.document(answer);
  else await printer.lines([lineOf(context, entry)]);
  return entry.outcome === 'refused' ? 1 : 0;
}
