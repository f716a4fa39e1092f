/** Definition files: read here, judged by the API. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { validationSchema } from './answers/journey.ts';
import { readAnswer } from './answers/read.ts';
import type { CommandContext } from './context.ts';
import { failed, type ProblemItem } from './failure.ts';

/** Throws `Failure` of code `file-not-readable`. */
export async function readDefinition({ pathOf }: CommandContext, file: string): Promise<string> {
  try {
    return await readFile(pathOf(file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw failed('file-not-readable', `${file} cannot be read (${reason}).`, { field: file });
  }
}

export interface FileCheck {
  readonly file: string;
  readonly source: string;
  readonly valid: boolean;
  readonly problems: readonly ProblemItem[];
  /** What the API answered, as it came. */
  readonly answer: object;
}

export async function checkFile(context: CommandContext, file: string): Promise<FileCheck> {
  const source = await readDefinition(context, file);
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/journeys/validate',
    body: { source, name: basename(file) },
  });
  const { valid, problems } = readAnswer(validationSchema, answer);
  return {
    file,
    source,
    valid,
    problems,
    answer: typeof answer === 'object' && answer !== null ? answer : {},
  };
}
