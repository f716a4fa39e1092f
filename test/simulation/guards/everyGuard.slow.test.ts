/** Each guard taken out: a row that rests on it fails, and one that does not stays as it was. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startScript } from '../../support/processes.ts';
import { GUARDS } from './guards.ts';

const MAIN = join(import.meta.dirname, '..', 'main.ts');
/** Quick, and rests on no guard of its own kind. */
const CONTROLS = ['R11', 'S5'] as const;
/** Rows of worlds, of which one part is usually enough to fall. */
const CHEAPEST_FIRST = [
  'R11',
  'S5',
  'S1',
  'S6',
  'S7',
  'S2',
  'S10',
  'R14',
  'R9',
  'R10',
  'R15',
  'R7',
  'R1',
  'R2',
  'R3',
];

const measured = z.array(z.object({ id: z.string(), pass: z.boolean(), measured: z.string() }));

async function measure(without: string, rows: readonly string[], how: readonly string[]) {
  const args = [...how, '--without', without, '--only', rows.join(',')];
  const { code, stdout } = await startScript(MAIN, args).ended;
  return { code, rows: measured.parse(JSON.parse(stdout)) };
}

/** One part of the rows; all of them where everything was kept in that one. */
async function measureUntilLost(without: string, rows: readonly string[]) {
  const sampled = await measure(without, rows, ['--sample', '--cores', '1']);
  return sampled.code === 1 ? sampled : measure(without, rows, ['--cores', '2']);
}

describe.each(GUARDS)('without $name', ({ name, rows }) => {
  const [first] = CHEAPEST_FIRST.filter((row) => rows.includes(row));
  const control = CONTROLS.find((row) => !rows.includes(row));

  it(`${first} fails, ${control} does not`, { timeout: 300_000 }, async () => {
    if (first === undefined || control === undefined) throw new Error(`no row of ${name} is known here`);
    const { code, rows: found } = await measureUntilLost(name, [first, control]);
    expect(code).toBe(1);
    const passed = new Map(found.map(({ id, pass }) => [id, pass]));
    expect(passed).toEqual(
      new Map([
        [first, false],
        [control, true],
      ]),
    );
  });
});
