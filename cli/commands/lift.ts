/**
 * `lift`: what a treatment brought. Of two files or of counts it is worked out here; of a journey the API answers. That the
 * groups are not of the planned sizes is a finding, said first, and no failure.
 */
import { compareShares } from '../../core/experiment/compareShares.ts';
import type { Conversions } from '../../core/experiment/interval.ts';
import {
  LIFT_METRICS,
  type LiftMetric,
  type LiftPlan,
  liftReport,
} from '../../core/experiment/liftReport.ts';
import { liftOfFiles } from '../../local/experiment/liftOfFiles.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { drawLift } from '../draw/drawLift.ts';
import { misuse } from '../failure.ts';
import { unreadable } from '../liftFiles.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

const COUNTS_REMEDY = 'Write converted/people of the treated, then of the control: 120/1000,90/1000.';

function countOf(text: string): Conversions {
  const match = /^\s*(\d{1,12})\s*\/\s*(\d{1,12})\s*$/.exec(text);
  const [converted, people] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && converted <= people) return { converted, people };
  const wrong = match === null ? 'is not two whole numbers' : 'has more converted than people';
  throw misuse(`"${text}" in --counts ${wrong}.`, { field: '--counts', remedy: COUNTS_REMEDY });
}

function countsOf(text: string): { treated: Conversions; control: Conversions } {
  const [treated, control, ...others] = text.split(',');
  if (treated === undefined || control === undefined || others.length > 0)
    throw misuse('--counts takes two groups.', { field: '--counts', remedy: COUNTS_REMEDY });
  return { treated: countOf(treated), control: countOf(control) };
}

function planOf({ args }: CommandContext): LiftPlan {
  const text = args.text('expected-ratio') ?? '1:1';
  const match = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text.trim());
  const [treated, control] = [Number(match?.[1]), Number(match?.[2])];
  if (!(treated > 0 && control > 0))
    throw misuse(`--expected-ratio is like 9:1, not "${text}".`, { field: '--expected-ratio' });
  const cost = args.number('cost') ?? null;
  if (cost !== null && cost < 0) throw misuse('--cost is not negative.', { field: '--cost' });
  return { expectedRatio: [treated, control], cost };
}

function isFileMetric(text: string): text is LiftMetric {
  return LIFT_METRICS.some((metric) => metric === text);
}

function fileMetric({ args }: CommandContext): LiftMetric | null {
  const text = args.text('metric');
  if (text === undefined) return null;
  if (isFileMetric(text)) return text;
  throw misuse(`--metric ${text} is of a journey; of files and counts it is conversion or mean.`, {
    field: '--metric',
  });
}

async function show(
  context: CommandContext,
  report: Parameters<typeof drawLift>[0],
  notes: readonly string[],
) {
  const { args, json, printer, language } = context;
  const currency = args.text('currency') ?? null;
  if (json) return printer.document({ ...report, currency, notes });
  await printer.lines(drawLift(report, { language, currency, minor: false, peoplePerDay: null }));
  for (const note of notes) await printer.note(note);
}

async function ofCounts(context: CommandContext, counts: string): Promise<void> {
  const { args } = context;
  for (const option of ['treated', 'control', 'pre', 'value'])
    if (args.text(option) !== undefined)
      throw misuse(`--${option} does not go with --counts.`, { field: `--${option}` });
  if (fileMetric(context) === 'mean')
    throw misuse('Of counts there is no mean.', { field: '--metric', remedy: 'Give files with --value.' });
  const report = liftReport('conversion', compareShares(countsOf(counts)), planOf(context));
  await show(context, report, []);
}

async function ofFiles(context: CommandContext, treated: string, control: string): Promise<void> {
  const { args, pathOf, words, language } = context;
  const files = { treated: pathOf(treated), control: pathOf(control) };
  const request = {
    metric: fileMetric(context),
    value: args.text('value') ?? null,
    pre: args.text('pre') ?? null,
  };
  const answer = await liftOfFiles(files, request, planOf(context));
  if (answer.kind === 'unreadable') throw unreadable(answer);
  const { inBoth, emptyCells } = answer;
  await show(context, answer.report, [
    ...(inBoth > 0 ? [fill(words.lift.inBoth, { count: count(inBoth, language) })] : []),
    ...(emptyCells > 0 ? [fill(words.lift.empty, { count: count(emptyCells, language) })] : []),
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args } = context;
  const [counts, treated, control] = [args.text('counts'), args.text('treated'), args.text('control')];
  const journey = args.text('journey');
  if (journey !== undefined) {
    const { liftOfJourney } = await import('../journeyLift.ts');
    await liftOfJourney(context, journey);
  } else if (counts !== undefined) await ofCounts(context, counts);
  else if (treated !== undefined && control !== undefined) await ofFiles(context, treated, control);
  else
    throw misuse('"lift" needs two groups to compare.', {
      field: treated === undefined ? '--treated' : '--control',
      remedy: 'Give --treated FILE and --control FILE, or --counts 120/1000,90/1000, or --journey ID.',
    });
  return 0;
}
