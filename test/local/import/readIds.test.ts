import { describe, expect, it } from 'vitest';
import { readIds } from '../../../local/import/readIds.ts';
import { aFile } from '../../support/orderFiles.ts';

async function read(content: string, column: string | null = null, name = 'ids.csv') {
  return readIds(await aFile(content, name), column);
}

describe('readIds', () => {
  it('reads the column that is named, is called as ids are, or is the first', async () => {
    const content = 'name,customer_id,note\nAnn,c1,x\nBen,c2,y\n';
    expect(await read(content)).toEqual({ ids: ['c1', 'c2'], refused: [], column: 'customer_id' });
    expect(await read(content, 'note')).toMatchObject({ ids: ['x', 'y'] });
    expect(await read('who,when\nc1,1\n')).toMatchObject({ ids: ['c1'], column: 'who' });
    expect(await read('{"id":7}\n{"id":"c8"}\n', null, 'ids.ndjson')).toMatchObject({ ids: ['7', 'c8'] });
  });

  it('tells lines without an id by their number, and goes on', async () => {
    expect(await read('customer_id;n\nc1;1\n;2\nc3;3\n')).toEqual({
      ids: ['c1', 'c3'],
      refused: [{ line: 3, problem: 'is empty', remedy: expect.any(String) }],
      column: 'customer_id',
    });
  });

  it('says what is wrong with the column or the file', async () => {
    await expect(read('a,b\n1,2\n', 'c')).rejects.toMatchObject({
      code: 'column-not-found',
      message:
        '--column names "c", but the header has: a, b. Name one of these; the first line must name the columns.',
    });
    await expect(read('customer_id\n')).rejects.toMatchObject({ code: 'file-not-rows' });
  });
});
