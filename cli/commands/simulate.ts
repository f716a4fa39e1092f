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
import { count, decimal, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const counts = z.record(z.string(), z.number());

/** What the summary shows; a report may leave the later ones out. */
const reportSchema = z.looseObject({
  ledger: z.looseObject({ accepted: z.number() }).catchall(z.number()),
  entries: z.record(z.string(), z.looseObject({ entered: z.number() })).default({}),
  sends: z.record(z.string(), z.looseObject({ total: z.number() })).default({}),
  suppressed: counts.default({}),
  cost: z
    .looseObject({
      usd: z.number(),
      offers: z
        .looseObject({
          granted: z.number(),
          redemption: z.number(),
          expectedMinor: z.number(),
          currency: z.string().nullable(),
        })
        .optional(),
    })
    .optional(),
  assumptions: z.looseObject({ decisions: z.number() }).optional(),
  margin: z
    .looseObject({
      by: z.enum(['measured', 'stated']),
      first: z.number(),
      last: z.number(),
      ownHalfMinor: z.number().nullable(),
    })
    .optional(),
  picks: z
    .looseObject({ shown: z.number(), otherWords: z.number(), trainedAt: z.string().nullable() })
    .optional(),
});
type Report = z.output<typeof reportSchema>;

/** What the options say of a simulation. */
export function simulationBody({ args }: CommandContext): Record<string, unknown> {
  const [from, to] = [args.required('from'), args.required('to')];
  if ((parseIso(from) ?? 0) >= (parseIso(to) ?? 0))
    throw misuse('--to must be after --from.', { field: '--to' });
  const seed = args.whole('seed');
  const assumeReachable = args.list('assume-reachable');
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

/** Journeys by how many entered and how many messages left. */
function journeyLines({ words, language }: CommandContext, { entries, sends }: Report): string[] {
  const ids = [...new Set([...Object.keys(entries), ...Object.keys(sends)])];
  if (ids.length === 0) return [];
  const columns = [
    { title: words.simulate.byJourney },
    { title: words.simulate.entries, align: 'right' as const },
    { title: wordFor(words, 'outcome', 'sent'), align: 'right' as const },
  ];
  const rows = ids.map((id) => [
    id,
    count(entries[id]?.entered ?? 0, language),
    count(sends[id]?.total ?? 0, language),
  ]);
  return ['', ...table(columns, rows)];
}

function reasonLines({ words, language }: CommandContext, { suppressed }: Report): string[] {
  const rows = Object.entries(suppressed).map(
    ([reason, value]) => [wordFor(words, 'reason', reason), count(value, language)] as const,
  );
  return rows.length === 0 ? [] : ['', words.simulate.byReason, ...pairs(rows, '  ')];
}

/** Recorded orders redeem nothing: what offers cost rests on the share the shop assumes. */
function offersText(
  { words, language }: CommandContext,
  offers: NonNullable<Report['cost']>['offers'],
): string | null {
  if (offers === undefined) return null;
  const { granted, redemption, expectedMinor, currency } = offers;
  return fill(words.simulate.offersGiven, {
    granted: count(granted, language),
    cost: money(expectedMinor, currency, language),
    share: share(redemption, language),
  });
}

/** Null where no message could have shown products. */
function picksText({ words, language }: CommandContext, picks: Report['picks']): string | null {
  if (picks === undefined || picks.shown + picks.otherWords === 0) return null;
  const { picksShown, picksUntrained } = words.simulate;
  return fill(picks.trainedAt === null ? picksUntrained : picksShown, {
    shown: count(picks.shown, language),
    others: count(picks.otherWords, language),
  });
}

/** Null where values rest on the margin that is stated, as they ever do. */
function marginText({ words, language }: CommandContext, margin: Report['margin']): string | null {
  if (margin === undefined || margin.by === 'stated') return null;
  const { byNight, byNightAndOwn } = words.simulate;
  return fill(margin.ownHalfMinor === null ? byNight : byNightAndOwn, {
    first: share(margin.first, language),
    last: share(margin.last, language),
  });
}

/** The report in short. */
export function simulationLines(context: CommandContext, answer: unknown): string[] {
  const { args, words, language } = context;
  const report = readAnswer(reportSchema, answer);
  const { accepted, ...byOutcome } = report.ledger;
  const { cost, assumptions } = report;
  return [
    fill(words.simulate.period, { from: args.required('from'), to: args.required('to') }),
    '',
    ...outcomeBar(byOutcome, words, language),
    ...journeyLines(context, report),
    ...reasonLines(context, report),
    '',
    ...pairs([
      [words.simulate.accepted, count(accepted, language)],
      [words.simulate.assumed, assumptions === undefined ? null : count(assumptions.decisions, language)],
      [words.simulate.cost, cost === undefined ? null : `${decimal(cost.usd, language)} USD`],
      [words.simulate.offers, offersText(context, cost?.offers)],
      [words.simulate.picks, picksText(context, report.picks)],
      [words.simulate.margin, marginText(context, report.margin)],
    ]),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, printer, words } = context;
  const file = context.pathOf(args.required('out'));
  const body = simulationBody(context);
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/simulations',
    body,
    onProgress: printer.progress,
  });
  await writeFile(file, `${JSON.stringify(answer, null, 2)}\n`);
  if (context.json) await printer.document({ file, ...(typeof answer === 'object' ? answer : {}) });
  else await printer.lines(simulationLines(context, answer));
  await printer.note(fill(words.simulate.written, { file }));
  return 0;
}
