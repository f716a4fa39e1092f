import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseDiff } from '../../cli/draw/caseDiff.ts';
import { testFile } from '../../local/cases/testFile.ts';
import { loadShipped } from '../../workflows/shipped.ts';

const FOLDER = join(import.meta.dirname, '../../workflows/journeys');
const CASES = '.test.yaml';
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith(CASES),
);

describe('the cases of the shipped journeys', () => {
  it('are there for every journey of both editions', () => {
    const tested = files.map((file) => file.split('/').at(-1)?.slice(0, -CASES.length));
    const shipped = [...loadShipped('shop').journeys, ...loadShipped('service').journeys];
    expect(new Set(tested)).toEqual(new Set(shipped.map(({ id }) => id)));
  });

  it.each(files)('hold: %s', async (file) => {
    const path = join(FOLDER, file);
    const tested = await testFile(readFileSync(path, 'utf8'), path);
    if (tested.kind === 'not-readable') expect(tested.problems).toEqual([]);
    else {
      const failed = tested.results.filter(({ pass }) => !pass);
      expect(failed.map((one) => [one.name, ...caseDiff(one, 'en', '  ')].join('\n'))).toEqual([]);
      expect(tested.results.length).toBeGreaterThanOrEqual(4);
    }
  });
});
