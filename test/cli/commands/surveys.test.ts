import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const SURVEYS = {
  items: [
    {
      survey: 'recommend',
      lastAt: '2026-03-10T11:00:00.000Z',
      result: { kind: 'nps', n: 41, nps: 34.1, interval: [9.4, 58.8] },
    },
    { survey: 'service', lastAt: null, result: { kind: 'csat', n: 0, csat: null, interval: null } },
    {
      survey: 'started',
      lastAt: '2026-03-09T11:00:00.000Z',
      result: { kind: 'shares', n: 63, counts: { started: 61, trouble: 2 } },
    },
  ],
};

describe('surveys', () => {
  it('says of each survey what it came to, and of none that nobody answered', async () => {
    const call = await callCli(['surveys', '--since', '2026-01-01'], { answer: () => ok(SURVEYS) });
    expect(call.requests).toMatchObject([{ path: '/v1/surveys', query: { since: '2026-01-01' } }]);
    expect(call.out.split('\n')).toEqual([
      'Survey     Answers  Result                 Last',
      'recommend       41  NPS 34 (9 to 59)       2026-03-10',
      'service          0  –                      –',
      'started         63  started 61, trouble 2  2026-03-09',
      '',
    ]);
  });

  it('says it in Chinese, and as it came with --json', async () => {
    const chinese = await callCli(['surveys', '--lang', 'zh-CN'], { answer: () => ok(SURVEYS) });
    for (const word of ['问卷', '回答', 'NPS 34(9 至 59)']) expect(chinese.out).toContain(word);
    const json = await callCli(['surveys', '--json'], { answer: () => ok(SURVEYS) });
    expect(JSON.parse(json.out)).toEqual(SURVEYS);
  });

  it('says so where nothing is asked', async () => {
    const call = await callCli(['surveys'], { answer: () => ok({ items: [] }) });
    expect([call.out, call.err]).toEqual(['', 'No published journey asks anything.\n']);
  });
});
