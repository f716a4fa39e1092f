import { describe, expect, it } from 'vitest';
import { guarded } from '../../../core/csvGuard.ts';
import { hostileCells, hostileExports, readCsv } from './s5.ts';

describe('CSV out', () => {
  it('writes no cell that a spreadsheet runs, in any export, and takes back what it wrote', async () => {
    const row = await hostileExports(5, 20_000, 60);
    expect(row).toMatchObject({ cells: 20_000, bad: 0, badInExports: 0, unstable: [] });
    expect(row.cellsInExports).toBeGreaterThan(2_500);
  }, 60_000);

  it('is read by a reader that would see a formula', () => {
    expect(readCsv('"=1+1",x\r\n"a ""b""",\r\n')).toEqual([
      ['=1+1', 'x'],
      ['a "b"', ''],
    ]);
    expect(hostileCells(100, 1).filter((cell) => guarded(cell) !== cell).length).toBeGreaterThan(40);
  });
});
