import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/tempDir.ts';
import { callCli, ok } from '../support/callCli.ts';

const dir = tempDir();
const FILE = join(dir, 'spring.yaml');
writeFileSync(FILE, 'id: spring\n');

const HEAD = {
  id: 'spring',
  state: 'running',
  revision: 2,
  name: { en: 'Spring', 'zh-CN': '春季' },
  schedule: { on: 'now' },
  size: 1_200,
  runs: 1,
  next: null,
  decideAt: null,
  test: null,
  ended: null,
};
const CAMPAIGN = {
  ...HEAD,
  log: [{ at: '2026-03-10T11:00:00Z', by: 'mia', did: 'create', note: 'cloned from autumn' }],
  definition: { topic: 'offers', outcome: { window: '14d' } },
};
const MESSAGES = {
  accepted: 10,
  sent: 7,
  heldOut: 1,
  failed: 0,
  unknown: 0,
  pending: 0,
  suppressed: { 'no-consent': 2 },
  delivered: 6,
  opened: 3,
  clicked: 1,
  bounced: 1,
};
const REPORT = {
  ...HEAD,
  currency: 'USD',
  perRun: [
    {
      n: 1,
      state: 'over',
      startsAt: '2026-03-10T11:00:00Z',
      audience: 12,
      entered: 10,
      excluded: { 'time-passed': 2 },
      stopped: null,
    },
  ],
  messages: MESSAGES,
  test: { at: '2026-03-10T15:00:00Z', arm: 'bold', why: 'shown-better', p: 0.012, arms: [] },
  variants: [
    { variant: 'plain', people: 4, orders: 1, netMinor: 1_050, messages: MESSAGES },
    { variant: 'bold', people: 5, orders: 2, netMinor: 2_000, messages: MESSAGES },
  ],
  window: '14d',
  people: { treated: 9, heldOut: 1, waiting: 0 },
  orders: 3,
  lift: null,
  detectableMinor: null,
  cost: { messagesMicroUsd: 700, offersMinor: 0 },
  attributed: { orders: 3, revenueMinor: 4_500 },
  caveats: ['small-sample'],
};

describe('campaigns', () => {
  it.each(['submit', 'approve', 'launch', 'pause', 'resume', 'cancel'])(
    '%s asks for the move and says the state',
    async (move) => {
      const call = await callCli(['campaigns', move, 'spring', '--note', 'why not'], {
        answer: () => ok(CAMPAIGN),
      });
      expect(call.requests).toMatchObject([
        { method: 'POST', path: `/v1/campaigns/spring/${move}`, body: { note: 'why not' } },
      ]);
      expect([call.code, call.out]).toEqual([0, 'spring: running, for 1,200 people.\n']);
    },
  );

  it('show tells who did what', async () => {
    const call = await callCli(['campaigns', 'show', 'spring'], { answer: () => ok(CAMPAIGN) });
    expect(call.out).toContain('2026-03-10 11:00  mia: made it (cloned from autumn)');
  });

  it('list says where there is none', async () => {
    const call = await callCli(['campaigns', 'list'], { answer: () => ok({ items: [], next: null }) });
    expect(call.err).toContain('campaigns create');
  });

  it('validate ends with 1 and names the line', async () => {
    const problems = [{ path: 'holdout', message: 'too much', severity: 'error', line: 3 }];
    const call = await callCli(['campaigns', 'validate', FILE], {
      answer: () => ok({ valid: false, id: null, problems }),
    });
    expect([call.code, call.out.trim().endsWith('spring.yaml:3: holdout: too much')]).toEqual([1, true]);
  });

  it('simulate replays what the API makes of the definition', async () => {
    const call = await callCli(
      ['campaigns', 'simulate', FILE, '--from', '2026-03-01', '--to', '2026-04-01', '--json'],
      {
        answer: ({ path }) =>
          ok(
            path === '/v1/campaigns/replay'
              ? { id: 'spring', journey: { id: 'campaign-spring' } }
              : { ledger: { accepted: 3 } },
          ),
      },
    );
    expect(call.requests[1]).toMatchObject({
      path: '/v1/simulations',
      body: { from: '2026-03-01', definitions: [{ source: '{"id":"campaign-spring"}' }] },
    });
    expect(JSON.parse(call.out)).toEqual({ ledger: { accepted: 3 } });
  });

  it('trigger ends with 1 when nobody was let in', async () => {
    const call = await callCli(['campaigns', 'trigger', 'receipt', 'x', '--once', 'k'], {
      answer: () =>
        ok({ campaign: 'receipt', entered: 0, items: [{ customer: 'x', outcome: 'unknown-customer' }] }),
    });
    expect(call.requests).toMatchObject([{ body: { customers: ['x'], key: 'k' } }]);
    expect([call.code, call.out]).toEqual([1, 'x: not known\n']);
  });

  it('trigger made a second time with the same key has come to what it should', async () => {
    const items = [{ customer: 'x', outcome: 'repeated' }];
    const call = await callCli(['campaigns', 'trigger', 'receipt', 'x', '--once', 'k'], {
      answer: () => ok({ campaign: 'receipt', entered: 0, items }),
    });
    expect([call.code, call.out]).toEqual([0, 'x: let in before under this key\n']);
  });

  it('report says of variants whose window is over, apart from what was sent', async () => {
    const call = await callCli(['campaigns', 'report', 'spring'], { answer: () => ok(REPORT) });
    expect(call.out).toMatch(/Variant +Sent +Opened +Clicked +Window over +Orders +Net margin/);
  });

  it('report labels revenue as no proof, in both languages', async () => {
    const call = await callCli(['campaigns', 'report', 'spring'], { answer: () => ok(REPORT) });
    expect(call.out).toContain('45.00 USD of 3 orders within 14 days: not proof');
    expect(call.out).toContain('not let in: its time was over on their clock, 2 people');
    expect(call.out).toContain(
      'Test: one variant was shown to be better; everybody else gets bold (p = 0.012).',
    );
    const chinese = await callCli(['campaigns', 'report', 'spring', '--lang', 'zh-CN'], {
      answer: () => ok(REPORT),
    });
    expect(chinese.out).toContain('不是证据');
  });

  it('report is the answer itself under --json', async () => {
    const call = await callCli(['campaigns', 'report', 'spring', '--json'], { answer: () => ok(REPORT) });
    expect(JSON.parse(call.out)).toEqual(REPORT);
  });
});

describe('why --campaign', () => {
  it('asks about the journey the campaign runs as, and not about another besides', async () => {
    const call = await callCli(['why', 'ann', '--campaign', 'spring'], { answer: () => ok([]) });
    expect(call.requests[0]?.query).toEqual({ journey: 'campaign-spring' });
    expect((await callCli(['why', 'ann', '--campaign', 'a', '--journey', 'b'])).code).toBe(2);
  });
});
