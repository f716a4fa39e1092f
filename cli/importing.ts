/** What every import of a file has in common: the file named, options passed on, the API reads it, the report is shown. */
import * as z from 'zod';
import { readAnswer } from './answers/read.ts';
import type { ExitCode } from './args/spec.ts';
import type { CommandContext } from './context.ts';
import { count } from './text/format.ts';
import { pairs } from './text/table.ts';
import { fill } from './words/words.ts';

export const importReport = z.looseObject({
  accepted: z.number(),
  duplicates: z.number().optional(),
  updated: z.number().optional(),
  unchanged: z.number().optional(),
  rejected: z.number(),
  rejectFile: z.string().nullish(),
  notes: z.array(z.string()).default([]),
});
export type ImportReport = z.infer<typeof importReport>;

export interface ImportCall {
  readonly path: string;
  /** Options of the command, and what they are called in the request. */
  readonly options: Readonly<Record<string, string>>;
}

function bodyOf({ args, pathOf }: CommandContext, { options }: ImportCall): Record<string, unknown> {
  const given = Object.entries(options).flatMap(([option, key]) => {
    const value = args.text(option);
    return value === undefined ? [] : [[key, value] as const];
  });
  const rejectFile = args.text('reject-file');
  return {
    file: pathOf(args.operand()),
    ...Object.fromEntries(given),
    ...(args.flag('dry-run') ? { dryRun: true } : {}),
    ...(rejectFile === undefined ? {} : { rejectFile: pathOf(rejectFile) }),
  };
}

/** Shows one report: every count it has, and its notes. */
async function showReport({ printer, words, language }: CommandContext, report: ImportReport): Promise<void> {
  const told = (value: number | undefined) => (value === undefined ? null : count(value, language));
  await printer.lines(
    pairs([
      [words.import.accepted, count(report.accepted, language)],
      [words.import.duplicates, told(report.duplicates)],
      [words.import.updated, told(report.updated)],
      [words.import.unchanged, told(report.unchanged)],
      [words.import.rejected, count(report.rejected, language)],
      [words.import.rejectFile, report.rejectFile ?? null],
    ]),
  );
  for (const note of report.notes) await printer.note(fill(words.import.note, { note }));
}

/** Asks for one import and shows what came of it. */
export async function importFile(context: CommandContext, call: ImportCall): Promise<ExitCode> {
  const { args, printer, words } = context;
  const answer = await context.ask({
    method: 'POST',
    path: call.path,
    body: bodyOf(context, call),
    onProgress: printer.progress,
  });
  if (context.json) {
    await printer.document(answer);
    return 0;
  }
  await showReport(context, readAnswer(importReport, answer));
  if (args.flag('dry-run')) await printer.note(words.import.dry);
  return 0;
}
