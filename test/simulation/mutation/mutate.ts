/**
 * The mutation score of the send path, consent and the ledger: Stryker changes the code line by line, and a change that no unit
 * test notices survives. Killed and timed out count as noticed; a mutant no test reaches counts as survived.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

/** The send path, consent and the ledger. */
const MUTATED = [
  'core/message/send.ts',
  'core/message/claimAndSend.ts',
  'core/message/outboundMessage.ts',
  'core/message/refuseSend.ts',
  'core/message/settle.ts',
  'core/message/policy.ts',
  'core/message/gates/*.ts',
  'core/message/contact.ts',
  'core/message/consent*.ts',
  'core/message/ledger.ts',
  'core/message/feedback.ts',
  'core/message/purse.ts',
  'core/message/suppression.ts',
  'adapters/records/decisionChange.ts',
];
const LEFT_OUT = [
  'console',
  'docs',
  '.git',
  '.perennial',
  'bench',
  'coverage',
  'reports',
  'workflows/templates/**/*.png',
];

const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.looseObject({
          status: z.string(),
          mutatorName: z.string(),
          replacement: z.string().optional(),
          location: z.looseObject({ start: z.looseObject({ line: z.number() }) }),
        }),
      ),
    }),
  ),
});

export interface Mutations {
  readonly noticed: number;
  readonly survived: readonly string[];
}

const NOTICED: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const COUNTED: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'Survived', 'NoCoverage']);

function read(file: string): Mutations {
  const { files } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const all = Object.entries(files).flatMap(([name, { mutants }]) =>
    mutants.filter(({ status }) => COUNTED.has(status)).map((mutant) => ({ name, ...mutant })),
  );
  const survivors = all.filter(({ status }) => !NOTICED.has(status));
  return {
    noticed: all.length - survivors.length,
    survived: survivors.map(
      ({ name, location, mutatorName, replacement }) =>
        `${name}:${location.start.line} ${mutatorName} ${replacement?.slice(0, 60) ?? ''}`,
    ),
  };
}

/** Mutates `files`, by default all of them. Throws where Stryker gives no report. */
export async function mutate(files: readonly string[] = MUTATED): Promise<Mutations> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-mutations-'));
  const report = join(folder, 'report.json');
  const config = join(folder, 'stryker.config.json');
  const settings = {
    testRunner: 'vitest',
    vitest: { configFile: join(import.meta.dirname, 'vitest.config.ts') },
    plugins: [join(ROOT, 'node_modules', '@stryker-mutator', 'vitest-runner', 'dist', 'src', 'index.js')],
    tsconfigFile: 'none.json',
    mutate: files,
    ignorePatterns: LEFT_OUT,
    reporters: ['json'],
    jsonReporter: { fileName: report },
    coverageAnalysis: 'perTest',
    concurrency: availableParallelism(),
    tempDirName: join(folder, 'sandbox'),
    allowConsoleColors: false,
    ignoreStatic: true,
  };
  writeFileSync(config, JSON.stringify(settings));
  try {
    const child = spawn(process.execPath, [STRYKER, 'run', config], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString('utf8')).slice(-4_000);
      });
    }
    await new Promise((resolve) => child.once('close', resolve));
    try {
      return read(report);
    } catch {
      throw new Error(`no mutations were reported: ${said}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
