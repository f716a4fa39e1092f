/**
 * Runs a program to its end, in a process group of its own, so that what it started ends with it. Its output is kept, or
 * shown as it comes.
 */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Run {
  readonly env?: NodeJS.ProcessEnv;
  readonly seconds: number;
  readonly cwd?: string;
  /** Output goes to this terminal instead of into the result. */
  readonly shown?: boolean;
}

export interface Ran {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Ends a process and all it started. */
export function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}

/** Ends whatever `runProgram` has running. */
export function endPrograms(): void {
  for (const child of running) endGroup(child, 'SIGKILL');
}

/** A program that cannot be started ends with code 127; one that takes longer than `seconds` is ended, with code null. */
export function runProgram(
  command: string,
  args: readonly string[],
  { env = process.env, seconds, cwd = process.cwd(), shown = false }: Run,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env,
      cwd,
      detached: process.platform !== 'win32',
      stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    });
    running.add(child);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const late = setTimeout(() => endGroup(child, 'SIGKILL'), seconds * 1000);
    const end = (code: number | null, more = ''): void => {
      clearTimeout(late);
      running.delete(child);
      resolve({ code, output: `${Buffer.concat(chunks).toString('utf8')}${more}` });
    };
    child.once('error', (failure) => end(127, failure.message));
    child.once('close', (code) => end(code));
  });
}
