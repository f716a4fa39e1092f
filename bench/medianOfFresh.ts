/** A task of `bench/tasks/` in fresh processes, one after the other: what a cold start costs is part of what is measured. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);
const RUNS = 5;

/** What a task prints as one line of JSON. `seconds` is measured by the task itself, from the file to the result. */
const told = z.object({ seconds: z.number(), peakMb: z.number(), outcome: z.record(z.string(), z.number()) });
type Told = z.infer<typeof told>;

export interface Fresh extends Told {
  /** Median, least and most of the runs. */
  readonly least: number;
  readonly most: number;
}

/** The median of five runs of `bench/tasks/NAME.ts ARGS…`; counts are those of the median run. */
export async function medianOfFresh(name: string, args: readonly string[]): Promise<Fresh> {
  const file = join(import.meta.dirname, 'tasks', `${name}.ts`);
  const runs: Told[] = [];
  for (let i = 0; i < RUNS; i += 1) {
    const { stdout } = await run(process.execPath, [file, ...args], { maxBuffer: 64 * 1024 * 1024 });
    runs.push(told.parse(JSON.parse(stdout)));
  }
  const [least, , median, , most] = runs.toSorted((a, b) => a.seconds - b.seconds);
  if (least === undefined || median === undefined || most === undefined) throw new Error('too few runs');
  return { ...median, least: least.seconds, most: most.seconds };
}
