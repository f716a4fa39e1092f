import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packColumns, unpackColumns } from '../../core/packedColumns.ts';

const columns = fc.record({
  bytes: fc.int8Array({ maxLength: 9 }),
  places: fc.int32Array({ maxLength: 9 }),
  weights: fc.float32Array({ maxLength: 9 }),
  gaps: fc.float64Array({ maxLength: 9 }),
});

describe('packed columns', () => {
  it('come back as they were, with the text about them', () => {
    fc.assert(
      fc.property(columns, fc.string(), (given, about) => {
        expect(unpackColumns(packColumns(about, given))).toEqual({
          about,
          columns: given,
        });
      }),
    );
  });

  it('may be empty', () => {
    expect(unpackColumns(packColumns('', {}))).toEqual({ about: '', columns: {} });
  });

  it('take a view of larger columns as it is seen', () => {
    const view = Int32Array.of(1, 2, 3, 4, 5).subarray(1, 4);
    expect(unpackColumns(packColumns('茶', { view })).columns['view']).toEqual(Int32Array.of(2, 3, 4));
  });
});
