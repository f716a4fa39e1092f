/**
 * `simulate`: asks for the report of a period and writes it down. The file's bytes depend on the answer alone: keys as they
 * came, two blanks of indent, one line break at the end.
 */
import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { outcomeBar } from '../draw/outcomeBar.ts';
import { misuse } from '../failure.ts';
import { parseIso } from '../../core/time.ts';
import { count } from '../text/format.ts';
import { outline } from '../text/outline.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const reportSchema = z.looseObject({
  ledger: z.looseObject({ accepted: z.number() }).catchall(z.number()),
  suppressed: z.record(z.string(), z.unknown()).optional(),
  cost: z.unknown(),
});

function bodyOf({ args }: CommandContext): Record<string, unknown> {
  const [from, to] = [args.required('from'), args.required('to')];
  if ((parseIso(from) ?? 0) >= (parseIso(to) ?? 0))
    throw misuse('--to must be after --from.', { field: '--to' });
  const seed = args.whole('seed');
  const assumeReachable = args.text('assume-reachable');
  const assumeConsent = args.list('assume-consent');
  return {
    from,
    to,
    ...(seed === undefined ? {} : { seed }),
    ...(assumeReachable === undefined ? {} : { assumeReachable }),
    ...(assumeConsent === undefined ? {} : { assumeConsent }),
    ...(args.flag('render') ? { render: true } : {}),
  };
}

/** Counts by reason, where the report counts them flat. */
function reasonRows({ words, language }: CommandContext, suppressed: Readonly<Record<string, unknown>>) {
  return Object.entries(suppressed).flatMap(([reason, value]) =>
    typeof value === 'number' && value > 0
      ? [[wordFor(words, 'reason', reason), count(value, language)] as const]
      : [],
  );
}

function summary(context: CommandContext, answer: unknown): string[] {
  const { args, words, language } = context;
  const { ledger, suppressed = {}, cost } = readAnswer(reportSchema, answer);
  const { accepted, ...byOutcome } = ledger;
  const reasons = reasonRows(context, suppressed);
  return [
    fill(words.simulate.period, { from: args.required('from'), to: args.required('to') }),
    ...pairs([[words.simulate.accepted, count(accepted, language)]]),
    '',
    ...outcomeBar(byOutcome, words, language),
    ...(reasons.length === 0 ? [] : ['', words.simulate.byReason, ...pairs(reasons, '  ')]),
    ...(cost === undefined ? [] : ['', words.simulate.cost, ...outline(cost, '  ')]),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, printer, words } = context;
  const file = context.pathOf(args.required('out'));
  const body = bodyOf(context);
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/simulations',
    body,
    onProgress: printer.progress,
  });
  await writeFile(file, `${JSON.stringify(answer, null, 2)}\n`);
  if (context.json) await printer.document({ file, ...(typeof answer === 'object' ? answer : {}) });
  else await printer.lines(summary(context, answer));
  await printer.note(fill(words.simulate.written, { file }));
  return 0;
}
