/** `import orders`: names a file and how its columns are meant; the API reads it where it lies. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill } from '../words/words.ts';

const reportSchema = z.looseObject({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  rejectFile: z.string().nullish(),
  notes: z.array(z.string()).default([]),
});

function bodyOf({ args, pathOf }: CommandContext): Record<string, unknown> {
  const dateFormat = args.text('date-format');
  const encoding = args.text('encoding');
  const rejectFile = args.text('reject-file');
  return {
    file: pathOf(args.operand()),
    map: args.required('map'),
    currency: args.required('currency'),
    ...(args.flag('dry-run') ? { dryRun: true } : {}),
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(rejectFile === undefined ? {} : { rejectFile: pathOf(rejectFile) }),
  };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, printer, words, language } = context;
  const body = bodyOf(context);
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/imports/orders',
    body,
    onProgress: printer.progress,
  });
  if (context.json) {
    await printer.document(answer);
    return 0;
  }
  const report = readAnswer(reportSchema, answer);
  await printer.lines(
    pairs([
      [words.import.accepted, count(report.accepted, language)],
      [words.import.duplicates, count(report.duplicates, language)],
      [words.import.rejected, count(report.rejected, language)],
      [words.import.rejectFile, report.rejectFile ?? null],
    ]),
  );
  for (const note of report.notes) await printer.note(fill(words.import.note, { note }));
  if (args.flag('dry-run')) await printer.note(words.import.dry);
  return 0;
}
