import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

function enter(words: readonly string[], answer: object = {}) {
  const body = { journey: 'visit', customer: '00042', key: '', outcome: 'entered', reason: null, ...answer };
  return callCli(['journeys', 'enter', 'visit', '00042', ...words], { answer: () => ok(body) });
}

describe('journeys enter', () => {
  it('asks for one person, under a key and with properties', async () => {
    const words = ['--entry-key', 'b7', '--properties', '{"city":"Lyon"}'];
    const call = await enter(words, { key: 'b7' });
    expect(call.requests).toEqual([
      {
        method: 'POST',
        path: '/v1/journeys/visit/entries',
        body: { customer: '00042', key: 'b7', properties: { city: 'Lyon' } },
      },
    ]);
    expect([call.code, call.out]).toEqual([0, '00042 entered visit for b7.\n']);
  });

  it.each([
    ['already-inside', '00042 was not let into visit: already inside.\n'],
    ['filter', '00042 was not let into visit: what the entry asks for does not hold.\n'],
  ])('answers 1 and says why not: %s', async (reason, out) => {
    expect(await enter([], { outcome: 'refused', reason })).toMatchObject({ code: 1, out });
  });

  it('says that a request was taken before', async () => {
    const call = await enter([], { outcome: 'repeated' });
    expect([call.code, call.out]).toEqual([0, 'Nothing was done: this request was taken before.\n']);
  });

  it.each(['[]', 'Lyon', '"Lyon"', 'null'])('refuses properties that are no object: %s', async (text) => {
    expect(await enter(['--properties', text])).toMatchObject({ code: 2, requests: [] });
  });
});
