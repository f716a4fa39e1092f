/** Runs the real command in processes of its own, as a user's shell would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const LAUNCHER = join(ROOT, 'cli', 'perennial.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, removed by `remove`. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'perennial-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function collect(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts a program with this Node; `file` is a script of the project or of the test. */
export function startScript(file: string, args: readonly string[]): Running {
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ended: collect(child) };
}

export function startPerennial(args: readonly string[]): Running {
  return startScript(LAUNCHER, args);
}

/** Runs one command to its end. */
export function perennial(...args: readonly string[]): Promise<Ended> {
  return startPerennial(args).ended;
}

/** Runs one command with `--json` and parses what it printed; fails with its words when it printed no JSON. */
export async function perennialJson(
  ...args: readonly string[]
): Promise<{ code: number | null; json: unknown }> {
  const { code, stdout, stderr } = await perennial(...args, '--json');
  try {
    return { code, json: JSON.parse(stdout) };
  } catch {
    throw new Error(`perennial ${args.join(' ')} printed no JSON (exit ${code}):\n${stdout}\n${stderr}`);
  }
}

/** Asks until the answer satisfies, or fails after `seconds` with the last answer. */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  satisfies: (answer: Answer) => boolean,
  seconds: number,
): Promise<Answer> {
  const until = Date.now() + seconds * 1000;
  let last: Answer | Error = new Error('never asked');
  while (Date.now() < until) {
    try {
      last = await ask();
      if (satisfies(last)) return last;
    } catch (failure) {
      last = failure instanceof Error ? failure : new Error(String(failure));
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(
    `not within ${seconds} s; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
  );
}

export interface ServerProcess extends Running {
  readonly url: string;
  readonly port: number;
}

/** Starts `perennial serve` and waits until it answers. */
export async function startServer(dataDir: string, port?: number): Promise<ServerProcess> {
  const chosen = port ?? (await freePort());
  const running = startPerennial(['serve', '--data', dataDir, '--port', String(chosen)]);
  const url = `http://127.0.0.1:${chosen}`;
  await eventually(
    async () => (await fetch(`${url}/health`)).status,
    (status) => status === 200,
    20,
  );
  return { ...running, url, port: chosen };
}

/** Waits until the server's data is there. */
export async function untilReady({ url }: Pick<ServerProcess, 'url'>): Promise<void> {
  const health = async (): Promise<unknown> => (await fetch(`${url}/health`)).json();
  await eventually(
    health,
    (answer) => typeof answer === 'object' && answer !== null && 'ready' in answer && answer.ready === true,
    60,
  );
}

/** Asks the process to stop and waits for it. */
export async function stop(running: Running): Promise<Ended> {
  running.child.kill('SIGTERM');
  return running.ended;
}
