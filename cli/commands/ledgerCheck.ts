/** `ledger check`: the bar that must close. Exit 1 when it does not. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { ledgerDoubts } from '../draw/ledgerDoubts.ts';
import { outcomeBar } from '../draw/outcomeBar.ts';
import { fill } from '../words/words.ts';

const ledgerSchema = z.looseObject({
  balanced: z.boolean(),
  checked: z.number(),
  accepted: z.number().optional(),
  byOutcome: z.record(z.string(), z.number()),
  unknown: z
    .looseObject({
      total: z.number(),
      oldestAt: z.string().nullable(),
      oldestAgeMs: z.number().nullable(),
      byAge: z.record(z.string(), z.number()),
    })
    .optional(),
  parked: z.looseObject({ total: z.number() }).optional(),
  erased: z.number().default(0),
});

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words, language } = context;
  const answer = await ask({ method: 'GET', path: '/v1/ledger/check' });
  const ledger = readAnswer(ledgerSchema, answer);
  if (json) {
    await printer.document(answer);
    return ledger.balanced ? 0 : 1;
  }
  const sum = Object.values(ledger.byOutcome).reduce((total, one) => total + one, 0);
  const verdict = ledger.balanced ? words.ledger.balanced : words.ledger.unbalanced;
  await printer.lines([
    fill(verdict, {
      accepted: count(ledger.accepted ?? ledger.checked, language),
      sum: count(sum, language),
    }),
    fill(words.ledger.checked, { checked: count(ledger.checked, language) }),
    '',
    ...outcomeBar(ledger.byOutcome, words, language),
    ...ledgerDoubts(ledger, words, language),
  ]);
  return ledger.balanced ? 0 : 1;
}
