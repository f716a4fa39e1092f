import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const RATES = [
  { what: 'complaints', count: 4, of: 1_990, limit: 0.0008, rate: 4 / 1_990 },
  { what: 'hard-bounces', count: 10, of: 2_000, limit: 0.04, rate: 0.005 },
];
const RESTING = {
  paused: null,
  resumed: null,
  minSends: 1_000,
  withinDays: 7,
  senders: [{ sender: 'default', sends: 2_000, delivered: 1_990, isRead: true, rates: RATES }],
};
const PAUSED = {
  ...RESTING,
  paused: {
    at: '2026-03-10T11:00:00.000Z',
    what: 'complaints',
    sender: 'default',
    count: 4,
    of: 1_990,
    limit: 0.0008,
  },
};

describe('guard', () => {
  it('shows what it measures', async () => {
    const call = await callCli(['guard'], { answer: () => ok(RESTING) });
    expect([call.code, call.out]).toEqual([
      0,
      [
        'The reputation guard has not paused anything.',
        'Counted over 7 days; a rate is read from 1,000 sends on.',
        '',
        'Sender   Sends  Delivered           Complaints     Hard bounces',
        'default  2,000      1,990  4 = 0.201% of 0.08%  10 = 0.5% of 4%\n',
      ].join('\n'),
    ]);
  });

  it('ends with 1 while sending is paused, and names the way on', async () => {
    const call = await callCli(['guard'], { answer: () => ok(PAUSED) });
    expect(call.code).toBe(1);
    expect(call.out).toContain('perennial guard resume --why');
    expect((await callCli(['guard', '--lang', 'zh-CN'], { answer: () => ok(PAUSED) })).out).toContain('举报');
  });

  it('is the answer itself under --json', async () => {
    const call = await callCli(['guard', '--json'], { answer: () => ok(PAUSED) });
    expect([call.code, JSON.parse(call.out)]).toEqual([1, PAUSED]);
  });
});

describe('guard resume', () => {
  it('asks nobody with --yes, and says why', async () => {
    const call = await callCli(['guard', 'resume', '--yes', '--why', 'list removed'], {
      answer: () => ok(RESTING),
    });
    expect(call.code).toBe(0);
    expect(call.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/v1/sending/guard/resume', { why: 'list removed' }],
    ]);
  });

  it('is refused where nobody is there to be asked', async () => {
    const call = await callCli(['guard', 'resume', '--why', 'list removed'], { answer: () => ok(RESTING) });
    expect(call.code).not.toBe(0);
    expect(call.requests).toEqual([]);
  });

  it('needs a reason', async () => {
    expect((await callCli(['guard', 'resume', '--yes'], { answer: () => ok(RESTING) })).code).toBe(2);
  });
});
