/**
 * `npm run bench [-- --json] [--only NAME[,NAME]] [--input FILE]`: each row in a process of its own, with its counts, its peak
 * memory and its ratio to a calibration kernel timed in the same run. A bar that is missed is printed as missed; nothing fails.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';
import { calibrationSeconds } from './calibrate.ts';
import type { Row } from './row.ts';
import { ROWS } from './rows/index.ts';

const counts = z.record(z.string(), z.number());
const measured = z.object({
  input: counts,
  outcome: counts,
  seconds: z.number(),
  figure: z.number(),
  unit: z.string(),
  met: z.boolean(),
  also: counts,
  peakMb: z.number(),
});
type Result = Omit<Row, 'run'> & z.infer<typeof measured> & { calibrations: number };

const run = promisify(execFile);

async function resultOf(row: Row, input: string | null): Promise<Result> {
  const file = join(import.meta.dirname, 'oneRow.ts');
  const calibration = calibrationSeconds();
  const heap = row.heapMb === undefined ? [] : [`--max-old-space-size=${row.heapMb}`];
  const args = [...heap, file, row.name, ...(input === null ? [] : [input])];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  const { run: _run, ...said } = row;
  const answer = measured.parse(JSON.parse(stdout));
  return { ...said, ...answer, calibrations: answer.seconds / calibration };
}

function figureOf(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}

function countsOf(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(
      ([name, count]) =>
        `${name} ${Number.isInteger(count) ? count.toLocaleString('en-US') : count.toFixed(4)}`,
    )
    .join(', ');
}

function print(result: Result): void {
  const {
    name,
    figure,
    unit,
    seconds,
    peakMb,
    calibrations,
    met,
    bar,
    durability,
    growth,
    input,
    outcome,
    also,
  } = result;
  const lines = [
    `${name}: ${figureOf(figure)} ${unit}   ${met ? 'met' : 'MISSED'}: ${bar}`,
    `  ${seconds.toFixed(3)} s, peak ${Math.round(peakMb).toLocaleString('en-US')} MB, ${calibrations.toFixed(1)} × calibration; ${durability}`,
    `  in:  ${countsOf(input)}`,
    `  out: ${countsOf(outcome)}`,
    ...(Object.keys(also).length === 0 ? [] : [`  also: ${countsOf(also)}`]),
    `  grows: ${growth}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string' }, input: { type: 'string' } },
});
const wanted = values.only?.split(',') ?? ROWS.map((row) => row.name);
const unknown = wanted.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `there is no row ${unknown.join(', ')}; the rows are ${ROWS.map((row) => row.name).join(', ')}\n`,
  );
  process.exit(2);
}
const results: Result[] = [];
for (const row of ROWS.filter(({ name }) => wanted.includes(name))) {
  const result = await resultOf(row, values.input ?? null);
  results.push(result);
  if (values.json !== true) print(result);
}
if (values.json === true) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
