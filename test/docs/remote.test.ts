import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';

const page = readFileSync(new URL('../../docs/remote.md', import.meta.url), 'utf8');
const table = page.slice(page.indexOf('## Every command'));

it('says of every command what it does against a system elsewhere', () => {
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const told = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(told.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
});

it('names those that run here alone', () => {
  const alone = COMMANDS.filter(({ onlyHere }) => onlyHere === true).map(({ name }) => name);
  const rows = table.split('\n').filter((line) => line.includes('runs on this machine alone'));
  expect(
    rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)).toSorted(),
  ).toEqual(alone.toSorted());
});
