/** `lift plan`: before the start, how many people a difference needs, or how small a difference so many people show. */
import {
  type Design,
  minimumDetectableEffect,
  peoplePerArm,
  USUAL_DESIGN,
} from '../../core/experiment/sampleSize.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { count, decimal, share } from '../text/format.ts';
import { fill } from '../words/words.ts';

function shareOption({ args }: CommandContext, name: string, otherwise: number): number {
  const value = args.number(name) ?? otherwise;
  if (value > 0 && value < 1) return value;
  throw misuse(`--${name} is a share between 0 and 1, not ${value}.`, {
    field: `--${name}`,
    remedy: 'Write 5 % as 0.05.',
  });
}

async function sizeFor(
  context: CommandContext,
  baseline: number,
  mde: number,
  design: Design,
): Promise<void> {
  const { json, printer, words, language } = context;
  const needed = peoplePerArm(baseline, baseline + mde, design);
  if (needed === null)
    throw misuse(
      `--mde ${mde} leads from ${baseline} to ${baseline + mde}, which is no share above 0 and below 1.`,
      {
        field: '--mde',
        remedy: 'Give an absolute difference that is not 0: 0.01 is a percentage point.',
      },
    );
  const perArm = Math.ceil(needed);
  if (json) return printer.document({ baseline, mde, ...design, perArm, total: 2 * perArm, exact: needed });
  const people = { people: count(perArm, language), total: count(2 * perArm, language) };
  return printer.lines([fill(words.lift.perArm, people)]);
}

async function effectFor(
  context: CommandContext,
  baseline: number,
  perArm: number,
  design: Design,
): Promise<void> {
  const { json, printer, words, language } = context;
  if (perArm < 1) throw misuse(`--per-arm is 1 or more, not ${perArm}.`, { field: '--per-arm' });
  const mde = minimumDetectableEffect(baseline, perArm, design);
  if (json) return printer.document({ baseline, perArm, total: 2 * perArm, ...design, mde });
  if (mde === null) return printer.lines([words.lift.effectNone]);
  return printer.lines([
    fill(words.lift.effect, {
      effect: decimal(mde * 100, language),
      baseline: share(baseline, language, 2),
      share: share(baseline + mde, language, 2),
    }),
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args } = context;
  const baseline = shareOption(context, 'baseline', Number.NaN);
  const design = {
    alpha: shareOption(context, 'alpha', USUAL_DESIGN.alpha),
    power: shareOption(context, 'power', USUAL_DESIGN.power),
  };
  const [mde, perArm] = [args.number('mde'), args.whole('per-arm')];
  if (mde !== undefined && perArm === undefined) await sizeFor(context, baseline, mde, design);
  else if (perArm !== undefined && mde === undefined) await effectFor(context, baseline, perArm, design);
  else
    throw misuse('Give either --mde or --per-arm.', {
      field: '--mde',
      remedy: 'The difference for the number of people, or the number of people for the difference.',
    });
  return 0;
}
