import { describe, expect, it } from 'vitest';
import { joinRow } from '../../../cli/draw/lines.ts';

describe('a row that joins lines', () => {
  it.each([
    ['one above, one below it', [2], [2], '  │'],
    ['one that splits into two', [3], [0, 6], '┌──┴──┐'],
    ['one that splits into three', [3], [0, 3, 6], '┌──┼──┐'],
    ['one that splits to its right', [0], [0, 4], '├───┐'],
    ['two that meet', [0, 6], [3], '└──┬──┘'],
    ['one of two that goes back to the middle', [0], [3], '└──┐'],
    ['the other of two', [6], [3], '   ┌──┘'],
    ['nothing', [], [], ''],
  ])('%s', (_, above, below, row) => {
    expect(joinRow(above, below)).toBe(row);
  });
});
