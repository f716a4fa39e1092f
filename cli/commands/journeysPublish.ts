/**
 * `journeys publish`: all files are judged together before the first is published, so a mistake in the last leaves nothing
 * half done. Whether the people who are where a new journey begins already are let in is asked before anything is published,
 * where somebody is there to ask; elsewhere they are left alone, and the line says so.
 */
import { basename } from 'node:path';
import { publicationSchema } from '../answers/journey.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { type FilePlan, planFiles, refuseInvalid } from '../definitionFiles.ts';
import { failed, misuse } from '../failure.ts';
import { problemLine } from '../showFailure.ts';
import { count, days } from '../text/format.ts';
import { people } from '../text/people.ts';
import { fill } from '../words/words.ts';

type Enrol = { readonly kind: 'new-only' } | { readonly kind: 'backlog'; readonly perDay: number };

const NEW_ONLY: Enrol = { kind: 'new-only' };
const MOST_A_DAY = 1_000_000;

/** What the options say; null where they leave it open. Throws `Failure` of code `misuse`. */
function enrolAsked({ args }: CommandContext): Enrol | null {
  const [enrol, perDay] = [args.text('enrol'), args.whole('per-day')];
  if (enrol !== 'backlog') {
    if (perDay !== undefined)
      throw misuse('--per-day belongs to --enrol backlog.', { field: '--per-day', remedy: 'Give both.' });
    return enrol === undefined ? null : NEW_ONLY;
  }
  if (perDay === undefined || perDay < 1 || perDay > MOST_A_DAY)
    throw misuse('--enrol backlog needs --per-day, from 1 to 1,000,000.', {
      field: '--per-day',
      remedy: 'Say how many people a day are let in: --per-day 100.',
    });
  return { kind: 'backlog', perDay };
}

function enrolOf(answer: string): Enrol | null {
  const text = answer.trim().toLowerCase();
  if (text === '' || text === 'new' || text === 'n') return NEW_ONLY;
  const perDay = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return perDay >= 1 && perDay <= MOST_A_DAY ? { kind: 'backlog', perDay } : null;
}

/** Throws `Failure` of code `not-answered` where the person went away. */
async function askFor(context: CommandContext, id: string, matching: number): Promise<Enrol> {
  const { words, surroundings, json } = context;
  const ask = surroundings.askPerson;
  if (ask === null || json || matching === 0) return NEW_ONLY;
  let question = fill(words.publish.ask, { id, people: people(matching, context) });
  for (;;) {
    const answer = await ask(question);
    if (answer === null) throw failed('not-answered', words.publish.stopped);
    const enrol = enrolOf(answer);
    if (enrol !== null) return enrol;
    question = words.publish.askAgain;
  }
}

interface Publishing {
  readonly file: FilePlan;
  readonly enrol: Enrol;
}

async function decided(context: CommandContext, files: readonly FilePlan[]): Promise<Publishing[]> {
  const asked = enrolAsked(context);
  const decisions: Publishing[] = [];
  for (const file of files) {
    const matching = file.plan?.backlog?.matching ?? 0;
    decisions.push({ file, enrol: asked ?? (await askFor(context, file.id ?? '', matching)) });
  }
  return decisions;
}

function backlogLine(
  context: CommandContext,
  file: string,
  { first, backlog }: ReturnType<typeof readPublication>,
): string[] {
  const { words, language } = context;
  if (!backlog) return [];
  if (backlog.matching === 0) return first ? [words.publish.nobody] : [];
  const who = people(backlog.matching, context);
  if (backlog.perDay === null) return [fill(words.publish.left, { people: who, file })];
  const perDay = count(backlog.perDay, language);
  return [fill(words.publish.backlog, { people: who, perDay, days: days(backlog.days ?? 0, language) })];
}

function readPublication(answer: unknown) {
  return readAnswer(publicationSchema, answer);
}

async function publish(
  context: CommandContext,
  { file: { file, source }, enrol }: Publishing,
  alongside: readonly string[],
): Promise<object> {
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/journeys',
    body: { source, name: basename(file), enrol, ...(alongside.length > 1 ? { alongside } : {}) },
  });
  const { words, printer } = context;
  const publication = readPublication(answer);
  const { id, version, changed, problems } = publication;
  for (const problem of problems) await printer.note(problemLine({ ...problem, file }, words));
  const sentence = changed ? words.journeys.published : words.journeys.unchanged;
  if (!context.json) {
    const more = backlogLine(context, file, publication).map((line) => `  ${line}`);
    await printer.lines([fill(sentence, { id, version }), ...more]);
  }
  return { file, ...(typeof answer === 'object' ? answer : {}) };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  enrolAsked(context);
  const { files, inOrder } = await planFiles(context);
  refuseInvalid(files, context);
  const publishing = await decided(context, inOrder);
  const ids = inOrder.flatMap(({ id }) => id ?? []);
  const published: object[] = [];
  for (const one of publishing) published.push(await publish(context, one, ids));
  if (context.json) await context.printer.document(published);
  return 0;
}
