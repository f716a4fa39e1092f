/** Definition files: read here, judged by the API. Files of one call may name each other's journeys. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { validationSchema } from './answers/journey.ts';
import { type JourneyPlan, planAnswerSchema } from './answers/plan.ts';
import { readAnswer } from './answers/read.ts';
import type { CommandContext } from './context.ts';
import { Failure, failed, type ProblemItem } from './failure.ts';
import { fill } from './words/words.ts';

/** Throws `Failure` of code `file-not-readable`. */
export async function readDefinition({ pathOf }: CommandContext, file: string): Promise<string> {
  try {
    return await readFile(pathOf(file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw failed('file-not-readable', `${file} cannot be read (${reason}).`, { field: file });
  }
}

export interface DefinitionFile {
  readonly file: string;
  readonly source: string;
}

export interface FileCheck extends DefinitionFile {
  readonly id: string | null;
  readonly valid: boolean;
  readonly problems: readonly (ProblemItem & { readonly code?: string | undefined })[];
  /** What the API answered, as it came. */
  readonly answer: object;
}

async function readFiles(context: CommandContext): Promise<DefinitionFile[]> {
  const files: DefinitionFile[] = [];
  for (const file of context.args.operands) files.push({ file, source: await readDefinition(context, file) });
  return files;
}

function asObject(answer: unknown): object {
  return typeof answer === 'object' && answer !== null ? answer : {};
}

async function check(
  context: CommandContext,
  { file, source }: DefinitionFile,
  alongside: readonly string[],
): Promise<FileCheck> {
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/journeys/validate',
    body: { source, name: basename(file), ...(alongside.length === 0 ? {} : { alongside }) },
  });
  const { id, valid, problems } = readAnswer(validationSchema, answer);
  return { file, source, id: id ?? null, valid, problems, answer: asObject(answer) };
}

/** Each file of the call checked; one that names a journey of another file is asked about again, with that one's id. */
export async function checkFiles(context: CommandContext): Promise<FileCheck[]> {
  const checks: FileCheck[] = [];
  for (const file of await readFiles(context)) checks.push(await check(context, file, []));
  const ids = checks.flatMap(({ id }) => id ?? []);
  const again: FileCheck[] = [];
  for (const one of checks) {
    const misses = checks.length > 1 && one.problems.some(({ code }) => code === 'unknown-journey');
    again.push(misses ? await check(context, one, ids) : one);
  }
  return again;
}

export interface FilePlan extends FileCheck {
  /** Null where the file is not valid. */
  readonly plan: JourneyPlan | null;
}

export interface PlannedFiles {
  readonly files: readonly FilePlan[];
  /** Days of recorded orders: from the first to the day after the last; null where there is none. */
  readonly history: { readonly from: string; readonly to: string } | null;
  /** Valid files as they are best published: each behind those whose journeys it starts. */
  readonly inOrder: readonly FilePlan[];
  readonly answer: object;
}

/** What publishing the files of the call would do; they are judged together. */
export async function planFiles(context: CommandContext): Promise<PlannedFiles> {
  const sources = await readFiles(context);
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/journeys/plan',
    body: { sources: sources.map(({ file, source }) => ({ name: basename(file), source })) },
  });
  const { items, order, history } = readAnswer(planAnswerSchema, answer);
  const files = sources.flatMap((source, n): FilePlan[] => {
    const item = items[n];
    if (item === undefined) return [];
    const { id, valid, problems, plan } = item;
    return [{ ...source, id: id ?? null, valid, problems, plan, answer: asObject(item) }];
  });
  const inOrder = order.flatMap((id) => files.filter((file) => file.valid && file.id === id));
  return { files, history, inOrder, answer: asObject(answer) };
}

/** Throws `Failure` of code `invalid-journey` that names every problem where a file is not valid. */
export function refuseInvalid(files: readonly FileCheck[], { words }: CommandContext): void {
  const wrong = files.filter((file) => !file.valid);
  if (wrong.length === 0) return;
  throw new Failure({
    type: 'about:blank',
    title: 'Not published',
    status: 422,
    code: 'invalid-journey',
    detail: fill(words.journeys.notPublished, { count: wrong.length, files: files.length }),
    problems: wrong.flatMap(({ file, problems }) => problems.map((problem) => ({ ...problem, file }))),
  });
}
