import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

function migrate(pages: readonly object[], words = '') {
  const left = [...pages];
  const argv = ['journeys', 'migrate', 'win-back', ...words.split(' ').filter((word) => word !== '')];
  return callCli(argv, { answer: () => ok(left.shift()) });
}

function page(moved: number, over: object = {}) {
  return { to: 4, moved, stayed: 0, missed: 0, next: null, ...over };
}

const ROWS = [
  { version: 3, node: 'gone', people: 1, to: null, why: 'no-such-node' },
  { version: 3, node: 'pause', people: 12, to: 'rest', why: null },
];

describe('journeys migrate', () => {
  it('previews who moves where and who stays', async () => {
    const call = await migrate([{ to: 4, rows: ROWS }], '--preview --map pause=rest --map a=b,c=d');
    expect(call.requests).toEqual([
      {
        method: 'POST',
        path: '/v1/journeys/win-back/migrations',
        body: { map: { pause: 'rest', a: 'b', c: 'd' }, preview: true },
      },
    ]);
    expect(call.out.split('\n')).toEqual([
      'win-back, to version 4:',
      '  1 person at gone, version 3: stay, for version 4 has no such node; --map gone=NODE takes them along',
      '  12 people at pause, version 3 → rest',
      'Nothing was moved: this was a preview.',
      '',
    ]);
  });

  it('moves page by page until there is none', async () => {
    const call = await migrate([page(500, { next: 'more' }), page(3, { stayed: 2 })], '--to 4');
    expect(call.requests.map(({ body }) => body)).toEqual([
      { to: 4, map: {}, cursor: null },
      { to: 4, map: {}, cursor: 'more' },
    ]);
    expect([call.code, call.out]).toEqual([
      0,
      'win-back: 503 people moved to version 4. Nobody is mailed again.\n2 people stay and finish the version they entered; --preview says where.\n',
    ]);
  });

  it('answers 1 where somebody was missed, so that a script repeats it', async () => {
    const call = await migrate([page(1, { missed: 1 })], '--json');
    expect(call.code).toBe(1);
    expect(JSON.parse(call.out)).toEqual({ journey: 'win-back', to: 4, moved: 1, stayed: 0, missed: 1 });
  });

  it('says where nobody is in flight', async () => {
    const nobody = 'Nobody is in another version of win-back than 4.\n';
    expect((await migrate([page(0)])).out).toBe(nobody);
    expect((await migrate([{ to: 4, rows: [] }], '--preview')).out).toBe(nobody);
  });

  it.each(['--map pause', '--map =rest', '--map a=b=c', '--to x'])('refuses %s', async (words) => {
    expect(await migrate([], words)).toMatchObject({ code: 2, requests: [] });
  });
});
