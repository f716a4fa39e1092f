/** What imports of consents and of suppression lists have in common: a file named, options passed on, a report shown. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill } from '../words/words.ts';

const reportSchema = z.looseObject({
  accepted: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  rejectFile: z.string().nullish(),
  notes: z.array(z.string()).default([]),
});

/** Options that go into the request under their own names, those in two words in camel case. */
const OPTIONS = {
  map: 'map',
  channel: 'channel',
  topic: 'topic',
  source: 'source',
  basis: 'basis',
  wording: 'wording',
  reason: 'reason',
  at: 'at',
  country: 'country',
  encoding: 'encoding',
  'date-format': 'dateFormat',
} as const;

export async function importContacts(context: CommandContext, path: string): Promise<ExitCode> {
  const { args, printer, words, language, pathOf } = context;
  const given = Object.entries(OPTIONS).flatMap(([option, key]) => {
    const value = args.text(option);
    return value === undefined ? [] : [[key, value] as const];
  });
  const rejectFile = args.text('reject-file');
  const body = {
    file: pathOf(args.operand()),
    ...Object.fromEntries(given),
    ...(args.flag('dry-run') ? { dryRun: true } : {}),
    ...(rejectFile === undefined ? {} : { rejectFile: pathOf(rejectFile) }),
  };
  const answer = await context.ask({ method: 'POST', path, body, onProgress: printer.progress });
  if (context.json) {
    await printer.document(answer);
    return 0;
  }
  const report = readAnswer(reportSchema, answer);
  await printer.lines(
    pairs([
      [words.import.accepted, count(report.accepted, language)],
      [words.import.unchanged, count(report.unchanged, language)],
      [words.import.rejected, count(report.rejected, language)],
      [words.import.rejectFile, report.rejectFile ?? null],
    ]),
  );
  for (const note of report.notes) await printer.note(fill(words.import.note, { note }));
  if (args.flag('dry-run')) await printer.note(words.import.dry);
  return 0;
}
