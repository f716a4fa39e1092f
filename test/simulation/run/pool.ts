/** Tasks in child processes, as many at once as there are cores; a guard removed in each where one is named. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Task, TaskAnswer } from './task.ts';

const TASK = join(import.meta.dirname, 'task.ts');
const HOOK = join(import.meta.dirname, '..', 'guards', 'removeGuard.ts');
/** A task that takes longer has hung. */
const TIME_LIMIT_MS = 15 * 60_000;
const FULL_TIME_LIMIT_MS = 24 * 3_600_000;

/** The last line that is an answer: rows may print what they like before. */
function answerIn(stdout: string): TaskAnswer | null {
  for (const line of stdout.trimEnd().split('\n').reverse()) {
    if (!line.startsWith('{"kind":')) continue;
    try {
      return JSON.parse(line) as TaskAnswer;
    } catch {
      return null;
    }
  }
  return null;
}

export function runInChild(task: Task, without: string | null): Promise<TaskAnswer> {
  const hook = without === null ? [] : ['--import', HOOK];
  const args = ['--disable-warning=ExperimentalWarning', ...hook, TASK, JSON.stringify(task)];
  const environment = without === null ? process.env : { ...process.env, PERENNIAL_WITHOUT: without };
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-4_000);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), task.full ? FULL_TIME_LIMIT_MS : TIME_LIMIT_MS);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      const how = signal === null ? `exit ${code}` : `killed by ${signal}`;
      resolve(
        answerIn(stdout) ?? { kind: 'failed', reason: `${task.row} gave no answer (${how})\n${stderr}` },
      );
    });
  });
}

/** Runs tasks in their order, a few at once. `cores` 0: as many as there are. */
export async function runAll(
  tasks: readonly Task[],
  { without, cores }: { readonly without: string | null; readonly cores: number },
  heard: (task: Task, answer: TaskAnswer) => void,
): Promise<void> {
  const waiting = [...tasks];
  const work = async () => {
    for (;;) {
      const task = waiting.shift();
      if (task === undefined) return;
      heard(task, await runInChild(task, without));
    }
  };
  const most = cores > 0 ? cores : availableParallelism();
  await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, work));
}
