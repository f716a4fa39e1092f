/**
 * `guarantees`: measures the promises by the program that comes with the sources. It runs in processes of its own, so that a
 * guard can be taken out of what they load and nothing of this one is touched.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed, misuse } from '../failure.ts';
import { count } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill } from '../words/words.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'test', 'simulation', 'main.ts');
const MISUSE = 2;

const measuredSchema = z.array(
  z.looseObject({
    id: z.string(),
    bar: z.string(),
    measured: z.string(),
    runs: z.number(),
    seed: z.number(),
    pass: z.boolean(),
  }),
);

function argumentsOf({ args }: CommandContext): string[] {
  const named = ['seed', 'only', 'without'].flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return ['--attached', ...(args.flag('full') ? ['--full'] : []), ...named];
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runProgram(program: string, given: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...given], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

async function measure(context: CommandContext): Promise<{ document: unknown; told: string }> {
  if (!existsSync(PROGRAM)) {
    throw failed('no-sources', context.words.guarantees.noSources, {
      remedy: context.words.guarantees.noSourcesRemedy,
    });
  }
  const { code, stdout, stderr } = await runProgram(PROGRAM, argumentsOf(context));
  if (code === MISUSE) throw misuse(stderr.trim());
  try {
    return { document: JSON.parse(stdout), told: stderr };
  } catch {
    throw failed('not-measured', stderr.trim() || context.words.guarantees.noAnswer);
  }
}

/** Throws `Failure`: `no-sources`, `not-measured`, or misuse for a row nobody knows. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words, language } = context;
  const { document, told } = await measure(context);
  const rows = readAnswer(measuredSchema, document);
  const missed = rows.filter(({ pass }) => !pass).length;
  if (told !== '') await printer.note(told.trimEnd());
  if (json) {
    await printer.document(document);
    return missed === 0 ? 0 : 1;
  }
  const { guarantees } = words;
  const columns = [
    { title: guarantees.row },
    { title: guarantees.kept },
    { title: guarantees.measured },
    { title: guarantees.runs, align: 'right' as const },
  ];
  const verdict = missed === 0 ? guarantees.allKept : guarantees.missed;
  await printer.lines([
    ...table(
      columns,
      rows.map(({ id, pass, measured, runs }) => [
        id,
        pass ? guarantees.yes : guarantees.no,
        measured,
        count(runs, language),
      ]),
    ),
    '',
    fill(verdict, { missed, rows: rows.length, seed: rows[0]?.seed ?? 0 }),
  ]);
  return missed === 0 ? 0 : 1;
}
