/** `score …`: the scores of survey files. The finding first, then what it rests on. */
import { utcDay, parseIso, startOfDay } from '../../core/time.ts';
import { TRAP_THRESHOLDS } from '../../core/feedback/satisfactionTrap.ts';
import { scoreSurvey, type SurveyRequest, type SurveyScore } from '../../local/survey/scoreSurvey.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { scoreLines } from '../draw/scoreLines.ts';
import { misuse } from '../failure.ts';
import { usingFile } from '../unusableFile.ts';
import { figuresOf } from './indexWeights.ts';

function scaleOf({ args }: CommandContext) {
  const most = args.whole('scale') ?? 5;
  const satisfiedFrom = args.number('satisfied-from') ?? most - 1;
  if (most < 2) throw misuse('--scale is 2 and more.', { field: '--scale' });
  if (satisfiedFrom <= 1 || satisfiedFrom > most)
    throw misuse(`--satisfied-from is above 1 and at most ${most}.`, { field: '--satisfied-from' });
  return { most, satisfiedFrom };
}

function shareOption({ args }: CommandContext, option: string, byDefault: number): number {
  const share = args.number(option) ?? byDefault;
  if (share >= 0 && share <= 1) return share;
  throw misuse(`--${option} is a share from 0 to 1, not ${share}.`, { field: `--${option}` });
}

function requestOf(kind: SurveyRequest['kind'], context: CommandContext): SurveyRequest {
  const { args } = context;
  const column = args.text('column') ?? null;
  switch (kind) {
    case 'nps':
      return { kind, column };
    case 'csat':
      return { kind, column, scale: scaleOf(context) };
    case 'servqual':
      return { kind, reversed: args.flag('reversed'), weights: figuresOf(args, 'weights') };
    case 'alpha':
      return { kind, columns: args.list('columns') ?? null };
    case 'trap': {
      const thresholds = {
        satisfiedFrom: args.number('satisfied-from') ?? TRAP_THRESHOLDS.satisfiedFrom,
        loyalFrom: args.number('loyal-from') ?? TRAP_THRESHOLDS.loyalFrom,
        highSatisfaction: shareOption(context, 'high-satisfaction', TRAP_THRESHOLDS.highSatisfaction),
        lowLoyalty: shareOption(context, 'low-loyalty', TRAP_THRESHOLDS.lowLoyalty),
      };
      return { kind, thresholds };
    }
    case 'loyalty':
      return {
        kind,
        attitude: args.number('attitude-from') ?? null,
        behaviour: args.number('behaviour-from') ?? null,
      };
    case 'pcv': {
      const annualRate = args.number('rate') ?? 0.15;
      if (annualRate < 0) throw misuse('--rate is 0 and more.', { field: '--rate' });
      return { kind, annualRate, at: parseIso(args.text('at') ?? '') ?? startOfDay(utcDay(Date.now())) };
    }
    case 'kano':
    case 'trust':
    case 'share':
      return { kind };
  }
}

/** One feature is told as it is, several by name. */
function documentOf(score: SurveyScore): object {
  const [first, ...others] = score.kind === 'kano' ? score.features : [];
  return first !== undefined && others.length === 0 ? { ...score, ...first } : score;
}

export function scoring(kind: SurveyRequest['kind']): (context: CommandContext) => Promise<ExitCode> {
  return async (context) => {
    const { args, json, pathOf, printer } = context;
    const request = requestOf(kind, context);
    const score = await usingFile('--file', () => scoreSurvey(pathOf(args.required('file')), request));
    if (json) await printer.document(documentOf(score));
    else await printer.lines(scoreLines(score, context));
    return 0;
  };
}
