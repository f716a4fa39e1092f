import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NAMED_GUARDS } from '../../../cli/guards.ts';
import { ROWS } from '../rows.ts';
import { GUARDS } from './guards.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe.each(GUARDS)('guard $name', ({ patches, rows }) => {
  it.each(patches)('stands in $file once', ({ file, find }) => {
    expect(readFileSync(join(ROOT, file), 'utf8').split(find)).toHaveLength(2);
  });

  it('is what some row rests on', () => {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(ROWS.map(({ id }) => id)).toContain(row);
  });
});

it('no two guards have one name', () => {
  expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
});

it('the command line names the same guards', () => {
  expect(NAMED_GUARDS).toEqual(GUARDS.map(({ name, what }) => ({ name, what })));
});
