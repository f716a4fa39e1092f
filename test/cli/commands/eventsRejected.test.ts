import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const ITEM = {
  id: 2,
  receivedAt: '2026-03-10T11:00:00.000Z',
  source: 'web',
  index: 0,
  messageId: 'm1',
  code: 'unknown-zone',
  field: 'traits.timezone',
  message: 'no such zone',
  remedy: 'use an IANA name',
  applied: true,
  raw: '{}',
};
const WHOLE = { ...ITEM, id: 1, messageId: null, code: 'not-json', field: '', applied: false };
const PAGE = { items: [ITEM, WHOLE], next: null, total: 7 };

describe('events rejected', () => {
  it('says what was wrong, newest first, and what became of the rest', async () => {
    const call = await callCli(['events', 'rejected'], { answer: () => ok(PAGE) });
    expect(call.out).toBe(
      [
        'Received          Key  Message  What is wrong      Field            The rest',
        '2026-03-10 11:00  web  m1       unknown time zone  traits.timezone  applied',
        '2026-03-10 11:00  web  –        no JSON            –                refused\n',
      ].join('\n'),
    );
    expect(call.err).toContain('2 of 7');
  });

  it('says it in Chinese', async () => {
    const call = await callCli(['events', 'rejected', '--lang', 'zh-CN'], { answer: () => ok(PAGE) });
    expect(call.out).toContain('未知时区');
  });

  it('says that there is nothing', async () => {
    const call = await callCli(['events', 'rejected'], {
      answer: () => ok({ items: [], next: null, total: 0 }),
    });
    expect([call.out, call.err]).toEqual(['', 'Nothing was rejected.\n']);
  });

  it('is the answer itself under --json', async () => {
    const call = await callCli(['events', 'rejected', '--json'], { answer: () => ok(PAGE) });
    expect(JSON.parse(call.out)).toEqual(PAGE);
  });

  it('asks for as many as wanted, within bounds', async () => {
    const call = await callCli(['events', 'rejected', '--limit', '3'], { answer: () => ok(PAGE) });
    expect(call.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/v1/events/rejected', { limit: '3' }],
    ]);
    expect((await callCli(['events', 'rejected', '--limit', '1001'], { answer: () => ok(PAGE) })).code).toBe(
      2,
    );
  });
});
