/** `journeys enter`: asks for one person to be let in. Exit 1 when they were not. */
import { entrySchema } from '../answers/plan.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { fill, wordFor } from '../words/words.ts';

/** Throws `Failure` of code `misuse` for anything but an object. */
function propertiesOf({ args }: CommandContext): object | undefined {
  const text = args.text('properties');
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, like any other text that is no object.
  }
  throw misuse('--properties must be a JSON object.', {
    field: '--properties',
    remedy: `For example --properties '{"city":"Lyon"}'.`,
  });
}

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
