/** `lift --journey`: asks the API for the lift of a journey or of one of its experiments, and shows it. */
import { JOURNEY_METRICS } from '../core/experiment/compareArms.ts';
import { type JourneyLiftView, journeyLiftSchema } from './answers/lift.ts';
import { readAnswer } from './answers/read.ts';
import type { CommandContext } from './context.ts';
import { drawLift, type Figure } from './draw/drawLift.ts';
import { misuse } from './failure.ts';
import { count, day, duration, money } from './text/format.ts';
import { fill } from './words/words.ts';

const NOT_OF_JOURNEYS = ['treated', 'control', 'counts', 'value', 'pre', 'expected-ratio', 'currency'];

function queryOf({ args }: CommandContext): Record<string, string> {
  for (const option of NOT_OF_JOURNEYS)
    if (args.text(option) !== undefined)
      throw misuse(`--${option} does not go with --journey.`, { field: `--${option}` });
  const metric = args.text('metric');
  if (metric !== undefined && !JOURNEY_METRICS.some((one) => one === metric))
    throw misuse(`Of a journey --metric is one of ${JOURNEY_METRICS.join(', ')}, not ${metric}.`, {
      field: '--metric',
    });
  const asked = { metric, node: args.text('experiment'), since: args.text('since') };
  const more = { window: args.text('window'), cost: args.text('cost') };
  return Object.fromEntries(
    Object.entries({ ...asked, ...more }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Orders, margin and revenue beside the metric asked for; what is the metric's own stands there already. */
function besides(
  { comparisons: [only], currency, outcome }: JourneyLiftView,
  { words, language }: CommandContext,
): Figure[] {
  if (only === undefined) return [];
  const { lift } = words;
  const range = (found: (typeof only)['incrementalOrders'], write: (value: number) => string) => {
    if (found === null) return null;
    const [low, high] = found.interval;
    return fill(lift.range, { value: write(found.amount), low: write(low), high: write(high) });
  };
  const inMoney = (value: number) => money(Math.round(value), currency, language);
  return [
    [lift.orders, range(only.incrementalOrders, (value) => count(value, language))],
    [lift.margin, outcome === 'margin' ? null : range(only.incrementalMargin, inMoney)],
    [lift.revenueMore, outcome === 'revenue' ? null : range(only.incrementalRevenue, inMoney)],
  ];
}

function lines(view: JourneyLiftView, context: CommandContext): string[] {
  const { words, language } = context;
  const { currency, peoplePerDay, winner, waiting } = view;
  const setting = { language, currency, minor: true, peoplePerDay };
  const heading = fill(words.lift.heading, {
    journey: view.journey,
    metric: words.liftMetric[view.outcome],
    window: duration(view.window, language),
  });
  const decided =
    winner === null
      ? words.lift.undecided
      : fill(words.lift.winner, { day: day(winner.at), arm: winner.arm });
  return [
    heading,
    ...(view.kind === 'experiment' ? [decided] : []),
    ...(waiting > 0 ? [fill(words.lift.waiting, { count: count(waiting, language) })] : []),
    ...view.comparisons.flatMap((one) => [
      '',
      ...(view.kind === 'experiment' ? [fill(words.lift.armsHeading, { arm: one.arm, base: one.base })] : []),
      ...drawLift(one, setting, view.kind === 'holdout' ? besides(view, context) : []),
    ]),
  ];
}

export async function liftOfJourney(context: CommandContext, journey: string): Promise<void> {
  const path = `/v1/journeys/${encodeURIComponent(journey)}/lift`;
  const answer = await context.ask({ method: 'GET', path, query: queryOf(context) });
  const view = readAnswer(journeyLiftSchema, answer);
  if (!context.json) return context.printer.lines(lines(view, context));
  const [only] = view.comparisons;
  await context.printer.document(view.kind === 'holdout' ? { ...only, ...view } : view);
}
