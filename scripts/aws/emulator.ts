/**
 * Starts and ends the emulator of AWS: one process on a free port of this machine, with its files in a folder of its own. It
 * runs the functions with the `node` it finds first, which is the project's. Nothing here can reach a real account: keys are
 * made up, profiles are hidden, and every client is pointed at the emulator.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup } from './runProgram.ts';

const OWN_TOOLS = join(import.meta.dirname, '..', '..', 'node_modules', '.bin');
const READY_SECONDS = 60;

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export interface Emulator {
  readonly endpoint: string;
  /** Of every program that is to talk to it. */
  readonly env: NodeJS.ProcessEnv;
  /** What it said. */
  readonly logFile: string;
  /** A file for every process that ran functions, named by its id, which holds the name of its function. */
  readonly workersFolder: string;
  /** Ends it and all it started, at once. */
  kill(): void;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

/** What remains of this process's surroundings, without anything that could name a real account. */
function surroundings(endpoint: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|CDK_|NODE_OPTIONS$|VITEST)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${OWN_TOOLS}${delimiter}${process.env['PATH'] ?? ''}`,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(OWN_TOOLS, 'no-such-file'),
    AWS_SHARED_CREDENTIALS_FILE: join(OWN_TOOLS, 'no-such-file'),
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

async function untilReady(endpoint: string, hasEnded: () => boolean): Promise<void> {
  const until = performance.now() + READY_SECONDS * 1000;
  while (performance.now() < until) {
    if (hasEnded()) throw new Error('the emulator ended at once');
    try {
      if ((await fetch(`${endpoint}/_ministack/ready`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  throw new Error(`the emulator was not ready within ${READY_SECONDS} s`);
}

export interface EmulatorOptions {
  readonly python: string;
  /** Where mails go. */
  readonly smtpPort: number;
  /** Of its own. */
  readonly folder: string;
}

/** Throws where it does not come up; it is ended then. */
export async function startEmulator({ python, smtpPort, folder }: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const env = surroundings(endpoint);
  const temporary = join(folder, 'tmp');
  const logFile = join(folder, 'emulator.log');
  const workersFolder = join(folder, 'workers');
  mkdirSync(temporary, { recursive: true });
  mkdirSync(workersFolder);
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: folder,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      SMTP_HOST: `127.0.0.1:${smtpPort}`,
      TMPDIR: temporary,
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      PYTHONUNBUFFERED: '1',
      PERENNIAL_WORKERS: workersFolder,
    },
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let ended = false;
  child.once('error', () => {
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  const kill = (): void => endGroup(child, 'SIGKILL');
  const stop = async (): Promise<void> => {
    if (!ended) {
      const gone = once(child, 'exit');
      endGroup(child, 'SIGTERM');
      await Promise.race([gone, sleep(5_000, null, { ref: false })]);
    }
    kill();
    log.end();
  };
  try {
    await untilReady(endpoint, () => ended);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { endpoint, env, logFile, workersFolder, kill, stop };
}
