/**
 * The house, in one command (`npm run check`): types, lint, format, dead code and the direction of imports. Two steps run
 * at a time, the longest first. Each step ends as one line with its seconds; one that fails shows all it said.
 * Exit 1 when any failed. It reads the tree and writes nothing.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What the output must also say; a tool that looked at nothing must not pass. */
  readonly mustSay?: RegExp;
}

interface Ending {
  readonly step: Step;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

const SOURCE_FOLDERS = 'core workflows adapters functions local infra cli console test bench scripts'.split(
  ' ',
);

const STEPS: readonly Step[] = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json', '--pretty', 'false'] },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings'], mustSay: /on [1-9]\d* files/ },
  {
    name: 'imports',
    command: 'depcruise',
    args: [
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err-long',
      ...SOURCE_FOLDERS.filter((folder) => existsSync(folder)),
    ],
    mustSay: /[1-9]\d* modules, [1-9]\d* dependencies cruised/,
  },
  { name: 'dead code', command: 'knip', args: ['--no-progress', '--no-config-hints'] },
  { name: 'format', command: 'biome', args: ['format', '--max-diagnostics=200', '.'] },
];

/** Runs one step; `npm run` has put the project's own tools first on PATH. */
function run(step: Step): Promise<Ending> {
  const began = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const end = (ok: boolean): void =>
      resolve({ step, ok, seconds: (performance.now() - began) / 1000, output });
    const child = spawn(step.command, step.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      output += `${step.command} did not start: ${error.message}. Run it as \`npm run check\`.\n`;
      end(false);
    });
    child.on('close', (code) => {
      const silent = code === 0 && step.mustSay !== undefined && !step.mustSay.test(output);
      if (silent) output += `${step.command} looked at nothing\n`;
      end(code === 0 && !silent);
    });
  });
}

function show({ step, ok, seconds, output }: Ending): void {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!ok) console.log(output.trimEnd());
}

async function lane(waiting: Step[]): Promise<boolean> {
  let ok = true;
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const ending = await run(step);
    show(ending);
    ok &&= ending.ok;
  }
  return ok;
}

const waiting = [...STEPS];
const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, () => lane(waiting));
const results = await Promise.all(lanes);
process.exitCode = results.every(Boolean) ? 0 : 1;
