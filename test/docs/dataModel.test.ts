import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { dynamoCharges } from '../support/dynamoCharges.ts';
import type { Charges } from '../support/dynamoMeter.ts';

const PORTS = ['core/ports.ts', 'core/message/sendChange.ts', 'core/customer/erasure.ts'];
const READ_UNIT_USD = 0.125e-6;
const WRITE_UNIT_USD = 0.625e-6;
/** The rows one message is made of. */
const ONE_MESSAGE = [
  'an event that lets into a journey',
  'a look at a lane and shard, one record due',
  'a step that decides a message',
  'a message: judged, claimed, handed over, recorded',
  'told that it was delivered',
  'told that it was opened',
];

function textOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** Names of the operations and constants of every store interface, from the text of the ports. */
function operations(): string[] {
  return PORTS.map(textOf)
    .flatMap((text) => [...text.matchAll(/export interface \w*Store \{\n([\s\S]*?)\n\}/g)])
    .flatMap(([, body = '']) => [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)])
    .map(([, name = '']) => name);
}

/** The cells of every table row under a heading. */
function rowsUnder(page: string, heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function usdAMillion({ readUnits, writeUnits }: Charges): number {
  return 1e6 * (readUnits * READ_UNIT_USD + writeUnits * WRITE_UNIT_USD);
}

function cellsOf(charges: Charges): string[] {
  const { calls, read, written, readUnits, writeUnits, indexUnits } = charges;
  const numbers = [calls, read, written, readUnits, writeUnits, indexUnits].map(String);
  return [...numbers, usdAMillion(charges).toFixed(2)];
}

function sumOf(all: readonly Charges[]): Charges {
  const sum = { calls: 0, read: 0, written: 0, readUnits: 0, writeUnits: 0, indexUnits: 0 };
  for (const one of all) {
    sum.calls += one.calls;
    sum.read += one.read;
    sum.written += one.written;
    sum.readUnits += one.readUnits;
    sum.writeUnits += one.writeUnits;
    sum.indexUnits += one.indexUnits;
  }
  return sum;
}

describe('docs/data-model.md', () => {
  const page = textOf('docs/data-model.md');
  let charges: ReadonlyMap<string, Charges>;
  beforeAll(async () => {
    charges = await dynamoCharges();
  });

  it('knows every operation of every port', () => {
    expect(operations().length).toBeGreaterThan(60);
    const known = rowsUnder(page, 'Operations').map(([name = '']) => name);
    expect(operations().filter((name) => !known.includes(`\`${name}\``))).toEqual([]);
  });

  it('prints what work is charged, as measured', () => {
    const whole = sumOf(ONE_MESSAGE.flatMap((name) => charges.get(name) ?? []));
    const measured = [...charges, ['**one message, from the event to the open**', whole] as const];
    const printed = rowsUnder(page, 'What work is charged').slice(1);
    expect(printed).toEqual(measured.map(([name, one]) => [name, ...cellsOf(one)]));
  });

  it('adds up the month from what is measured', () => {
    const rows = rowsUnder(page, 'A month of 100,000 customers');
    const end = rows.findIndex(([name]) => name === '**sum**');
    let sum = 0;
    for (const [what = '', volume = '', by = '', usd = ''] of rows.slice(1, end)) {
      const measured = charges.get(by);
      if (measured !== undefined) {
        const exact = (Number(volume) * Number(usdAMillion(measured).toFixed(2))) / 1e6;
        expect(usd, what).toBe(exact.toFixed(2));
      }
      sum += Number(usd);
    }
    expect(rows[end]?.at(-1)).toBe(`**${sum.toFixed(2)}**`);
    const beside = rows.slice(end + 2).map((cells) => Number(cells.at(-1)));
    expect(page).toContain(`About **$${Math.round(beside.reduce((all, one) => all + one, sum))} a month**`);
  });
});
