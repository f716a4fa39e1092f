/**
 * `plan`: what publishing definitions would change, and what the last days would have come to with them. The replay is two
 * simulations with one seed, as it runs and as planned. Nothing is published and nothing is sent.
 */
import { replaySchema } from '../answers/plan.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { type FilePlan, type PlannedFiles, planFiles } from '../definitionFiles.ts';
import { Failure, misuse } from '../failure.ts';
import { compareReplays, type ReplayDifference } from '../plan/compareReplays.ts';
import { planLines } from '../plan/planLines.ts';
import { replayLines } from '../plan/replayLines.ts';
import { problemLine } from '../showFailure.ts';
import { DAY_MS, isoDay, parseIso, utcDay } from '../../core/time.ts';
import { fill } from '../words/words.ts';

const DAYS = 30;
const MOST_DAYS = 3_660;

interface Days {
  readonly from: string;
  readonly to: string;
}

interface Replayed extends Days, ReplayDifference {}

function daysAsked({ args }: CommandContext): number {
  const days = args.whole('days') ?? DAYS;
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw misuse(`--days must be from 1 to ${MOST_DAYS}.`, { field: '--days' });
}

/** The last days of what is recorded. */
function lastDays({ from, to }: Days, days: number): Days {
  const end = parseIso(to) ?? 0;
  const begin = Math.max(parseIso(from) ?? 0, end - days * DAY_MS);
  return { from: isoDay(utcDay(begin)), to };
}

async function simulate(
  { ask, args, printer }: CommandContext,
  days: Days,
  files: readonly FilePlan[],
  what: string,
) {
  const seed = args.whole('seed');
  const assumeReachable = args.list('assume-reachable');
  const assumeConsent = args.list('assume-consent');
  const answer = await ask({
    method: 'POST',
    path: '/v1/simulations',
    body: {
      ...days,
      ...(seed === undefined ? {} : { seed }),
      ...(assumeReachable === undefined ? {} : { assumeReachable }),
      ...(assumeConsent === undefined ? {} : { assumeConsent }),
      definitions: files.map(({ source }) => ({ source })),
    },
    onProgress: (progress) => printer.progress({ ...progress, what: `${what}: ${progress.what}` }),
  });
  return readAnswer(replaySchema, answer);
}

function changes({ plan }: FilePlan): boolean {
  return plan?.kind === 'new' || plan?.kind === 'changed';
}

/** Null where it was not asked for, nothing changes, or there is nothing to replay. */
async function replay(context: CommandContext, planned: PlannedFiles): Promise<Replayed | null> {
  const days = daysAsked(context);
  const { history, inOrder } = planned;
  if (context.args.flag('no-replay') || history === null || !inOrder.some(changes)) return null;
  const span = lastDays(history, days);
  const { asIs, comparing } = context.words.plan;
  const running = await simulate(context, span, [], asIs).catch(async (failure: unknown) => {
    if (!(failure instanceof Failure) || failure.code !== 'not-here') throw failure;
    await context.printer.note(context.words.remote.noReplay);
    return null;
  });
  if (running === null) return null;
  return { ...span, ...compareReplays(running, await simulate(context, span, inOrder, comparing)) };
}

function linesOf(context: CommandContext, { files, history }: PlannedFiles, replayed: Replayed | null) {
  const { words, args } = context;
  const perFile = files.flatMap(({ file, plan, problems }) => [
    ...(plan === null ? [] : planLines(file, plan, context)),
    ...problems.map((problem) => `  ${problemLine({ ...problem, file }, words)}`),
    '',
  ]);
  if (replayed !== null) {
    const { from, to } = replayed;
    return [...perFile, fill(words.plan.replay, { from, to }), ...replayLines(replayed, context)];
  }
  const isWanted = !args.flag('no-replay') && history === null && files.some(changes);
  return isWanted ? [...perFile, words.plan.noHistory] : perFile.slice(0, -1);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  daysAsked(context);
  const planned = await planFiles(context);
  const { files } = planned;
  const replayed = await replay(context, planned);
  if (context.json) {
    const documents = files.map(({ file, answer }) => ({ file, ...answer }));
    await context.printer.document({ files: documents, replay: replayed });
  } else await context.printer.lines(linesOf(context, planned, replayed));
  return files.every(({ valid }) => valid) ? 0 : 1;
}
