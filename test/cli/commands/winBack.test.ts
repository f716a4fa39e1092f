import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/tempDir.ts';
import { callCli, ok } from '../support/callCli.ts';

const workingDir = tempDir();
writeFileSync(join(workingDir, 'win-back.yaml'), 'windowDays: 60\n');

const uplift = { mean: 0.05, sd: 0.2, interval: [-0.34, 0.44], people: 0 };
const RUNG = {
  faceMinor: 0,
  uplift: 0.004_8,
  upliftInterval: [-0.03, 0.05],
  pTreated: 0.104_8,
  gainMinor: 43.2,
  wonOfferMinor: 0,
  subsidyMinor: 0,
  contactMinor: 0.4,
  annoyanceMinor: 16,
  netMinor: 26.8,
  netInterval: [-300, 400],
  refused: null,
};
const CUSTOMER = {
  customer: 'C1\u001b[31m',
  currency: 'USD',
  policyVersion: 1,
  windowDays: 90,
  stage: 'decline',
  at: '2026-03-10T00:00:00.000Z',
  cases: [
    {
      case: '2026-02-01',
      openedAt: '2026-02-01T00:00:00.000Z',
      endsAt: '2026-05-02T00:00:00.000Z',
      status: 'open',
    },
  ],
  case: '2026-02-01',
  beliefs: { calibration: { factor: 1, interval: [1, 1], people: 0 }, untold: 0.05, contact: uplift },
  judgement: {
    verdict: 'recover',
    by: 'sum',
    loss: { kind: 'unknown', answer: 'sum', because: null },
    arm: 'chosen',
    rung: 'nothing',
    propensity: 0.81,
    sumVerdict: 'recover',
    sum: {
      pModel: 0.1,
      pUntreated: 0.1,
      orderMinor: 4_000,
      valueBackMinor: 10_000,
      valueStayMinor: 1_000,
      gainOfReturnMinor: 9_000,
      rungs: [
        { rung: 'nothing', ...RUNG },
        {
          rung: 'ten-off',
          ...RUNG,
          faceMinor: 400,
          subsidyMinor: 40,
          netMinor: -15,
          refused: 'comes-anyway',
        },
      ],
    },
  },
};
const VERDICTS = {
  at: '2026-03-10',
  currency: 'USD',
  policyVersion: 1,
  windowDays: 90,
  lost: 2,
  bySum: 1,
  verdicts: [
    { verdict: 'recover', customers: 1, netMinor: 2_680, offersMinor: 0, contactMinor: 40 },
    { verdict: 'end', customers: 1, netMinor: 0, offersMinor: 0, contactMinor: 0 },
  ],
  losses: [
    { loss: 'malicious', customers: 1 },
    { loss: 'unknown', customers: 1 },
  ],
  arms: { holdout: 0, randomised: 0, chosen: 1 },
  rungs: [{ rung: 'nothing', customers: 1 }],
  top: [
    {
      customer: 'C1',
      verdict: 'recover',
      loss: 'unknown',
      arm: 'chosen',
      rung: 'nothing',
      pUntreated: 0.1,
      pTreated: 0.104_8,
      gainOfReturnMinor: 9_000,
      netMinor: 26.8,
    },
  ],
};
const LEARNED = {
  at: '2026-03-10T00:00:00.000Z',
  cases: 900,
  byChance: 180,
  alone: { people: 90, returned: 12, foretold: 10.2, secondOrders: 3 },
  pairs: [
    {
      rung: 'nothing',
      against: 'holdout',
      people: 45,
      againstPeople: 90,
      returned: 0.2,
      againstReturned: 0.13,
    },
  ],
  beliefs: {
    calibration: { factor: 1.05, interval: [0.8, 1.4], people: 90 },
    contact: uplift,
    steps: [{ ...uplift, rung: 'ten-off', against: 'nothing' }],
  },
};

function cli(words: string[], answers: Record<string, unknown>) {
  return callCli(words, { workingDir, answer: ({ path }) => ok(answers[path] ?? null) });
}

describe('winback show', () => {
  it('is the whole sum: what is known, what a return brings, each rung and its net', async () => {
    const call = await cli(['winback', 'show', 'C 1'], { '/v1/customers/C%201/win-back': CUSTOMER });
    expect(call.code).toBe(0);
    for (const line of [
      'Kind of loss: not known; answer: let the sum decide',
      'Verdict: recover, by the sum; rung by the sum; rung: nothing; given with probability 81%',
      'What a return brings                           90.00 USD',
    ])
      expect(call.out).toContain(line);
    expect(call.out).toMatch(/Net +0\.27 USD +-0\.15 USD/);
    expect(call.out).toMatch(/Offer, to those who come anyway +0\.00 USD +-0\.40 USD/);
    expect(call.out).toContain('comes back anyway');
    expect(call.out).not.toContain('\u001b');
  });

  it('says the same in Chinese', async () => {
    const words = ['winback', 'show', 'C1', '--lang', 'zh-CN'];
    const { out } = await cli(words, { '/v1/customers/C1/win-back': CUSTOMER });
    for (const line of ['流失类型：不详', '判断：赢回，依账目', '一次回归所得', '本来就会回来'])
      expect(out).toContain(line);
  });

  it('of somebody who is not lost says so', async () => {
    const answer = { ...CUSTOMER, stage: 'stability', case: null, judgement: null };
    const { out } = await cli(['winback', 'show', 'C1'], { '/v1/customers/C1/win-back': answer });
    expect(out).toContain('not in decline');
  });
});

describe('winback verdicts', () => {
  it('asks for what was asked, and shows counts, money and the customers', async () => {
    const words = ['winback', 'verdicts', '--at', '2026-03-10', '--most', '5'];
    const call = await cli(words, { '/v1/win-back/verdicts': VERDICTS });
    expect(call.requests[0]).toMatchObject({ query: { at: '2026-03-10', most: '5' } });
    expect(call.out).toMatch(/recover +1 +26\.80 USD/);
    expect(call.out).toContain('fraud or bad credit');
    expect(call.out).toMatch(/C1 +recover +rung by the sum +nothing +10% +10\.5% +90\.00 USD +0\.27 USD/);
  });

  it('names at most 1000', async () => {
    const call = await cli(['winback', 'verdicts', '--most', '1001'], {});
    expect([call.code, call.requests.length]).toEqual([2, 0]);
  });

  it('prints the answer as it came', async () => {
    const { out } = await cli(['winback', 'verdicts', '--json'], { '/v1/win-back/verdicts': VERDICTS });
    expect(JSON.parse(out)).toEqual(VERDICTS);
  });
});

describe('winback learn', () => {
  it('says who came back alone, and what each rung is believed to do', async () => {
    const { out } = await cli(['winback', 'learn'], { '/v1/win-back/learned': LEARNED });
    expect(out).toContain('90 customers, 12 came back by themselves (13.3%)');
    expect(out).toMatch(/nothing +left alone +135 +7\.00 +1\.05 +\(0\.71 … 1\.55\)/);
    expect(out).toMatch(/ten-off +nothing +0 +prior alone/);
  });

  it.each([
    ['en', 'Where a return brings 60.10 USD or more'],
    ['zh-CN', '一次回归所得达 60.10 USD 者'],
  ])('tells halves apart by what a return brings: %s', async (lang, line) => {
    const half = { side: 'above', fromMinor: 6_010, contact: uplift, steps: [] };
    const told = {
      ...LEARNED,
      currency: 'USD',
      bands: { below: [], above: LEARNED.pairs },
      beliefs: { ...LEARNED.beliefs, halves: [half] },
    };
    const words = ['winback', 'learn', '--lang', lang];
    const { out } = await cli(words, { '/v1/win-back/learned': told });
    expect(out).toContain(line);
    expect(out.match(/1\.05  \(0\.71 … 1\.55\)/g)).toHaveLength(3);
    const shown = { ...CUSTOMER, effects: half };
    const sum = await cli(['winback', 'show', 'C1', '--lang', lang], { '/v1/customers/C1/win-back': shown });
    expect(sum.out).toMatch(/60\.10 USD.*1\.05.*0\.71 … 1\.55/);
  });

  it('before a case is closed says that the prior stands alone', async () => {
    const none = {
      ...LEARNED,
      at: null,
      cases: 0,
      alone: { people: 0, returned: 0, foretold: 0, secondOrders: 0 },
    };
    const { out } = await cli(['winback', 'learn'], { '/v1/win-back/learned': none });
    expect(out).toContain('No case has been closed yet');
  });
});

describe('the policy', () => {
  it('is published, with a backlog where one is asked for', async () => {
    const words = ['winback', 'publish', 'win-back.yaml', '--backlog', '50'];
    const call = await cli(words, { '/v1/win-back': { version: 2, changed: true, problems: [] } });
    expect(call.requests[0]).toMatchObject({
      method: 'PUT',
      query: { backlog: '50' },
      body: { source: 'windowDays: 60\n' },
    });
    expect(call.out).toContain('Published as version 2.');
  });

  it('that cannot be used is told by line, exit 1', async () => {
    const problems = [{ severity: 'error', path: 'windowDays', message: 'too small', line: 1 }];
    const answer = { '/v1/win-back/validate': { valid: false, problems } };
    const call = await cli(['winback', 'validate', 'win-back.yaml'], answer);
    expect(call.code).toBe(1);
    expect(call.out).toContain('win-back.yaml:1');
  });
});

const NONE_TAKEN = {
  from: '2026-01-01',
  to: '2026-02-01',
  currency: 'USD',
  people: 80,
  lost: 10,
  lostBefore: 3,
  windowDays: 90,
  afterDays: 60,
  margin: 0.3,
  verdicts: [],
  arms: {},
  whole: { cases: 0, returned: 0, foretold: 0 },
  holdout: { people: 0, returned: 0 },
  assumed: { messageShare: 0.5, blanketPercent: 10 },
  sensitivity: [],
  placebo: { pairs: [] },
};
const MEASURED = {
  by: 'measured',
  first: 0.41,
  last: 0.4,
  ownHalfMinor: 7_000,
  taken: 10,
  byOwn: 9,
  spread: [0.1, 0.2, 0.4, 0.5, 0.6],
};

describe('winback simulate', () => {
  it.each([
    [{ ...MEASURED, by: 'stated' }, 'en', /^Contribution margin 30% of revenue\.$/m],
    [MEASURED, 'en', /each night: of the shop 41% of revenue at first, 40% at the last fit/],
    [MEASURED, 'en', /Of 10 cases 9 .* from 70\.00 USD of revenue on: 10% to 60%, eight in ten 20% to 50%/],
    [{ ...MEASURED, ownHalfMinor: null, byOwn: 0 }, 'en', /All were valued by the shop’s/],
    [MEASURED, 'zh-CN', /立案 10 例，其中 9 例.*70\.00 USD.*10% 至 60%，十之八在 20% 至 50%/],
    [{ ...MEASURED, ownHalfMinor: null, byOwn: 0 }, 'zh-CN', /全部按全店毛利率计/],
  ])('says by which margins people were valued: %j', async (margins, lang, line) => {
    const words = ['winback', 'simulate', '--from', '2026-01-01', '--to', '2026-02-01', '--lang', lang];
    const { out } = await cli(words, { '/v1/win-back/simulations': { ...NONE_TAKEN, margins } });
    expect(out).toMatch(line);
  });

  it.each([
    ['en', 'Let --from lie more than 90 days before --to.', 'left alone by lot'],
    ['zh-CN', '请让 --from 早于 --to 超过 90 天。', '抽签不打扰的'],
  ])(
    'of a period too short to tell who came back says so in place of empty tables: %s',
    async (lang, line, outcome) => {
      const words = ['winback', 'simulate', '--from', '2026-01-01', '--to', '2026-02-01', '--lang', lang];
      const tell = async (cases: number) => {
        const answer = { ...NONE_TAKEN, margins: MEASURED, whole: { ...NONE_TAKEN.whole, cases } };
        return (await cli(words, { '/v1/win-back/simulations': answer })).out;
      };
      const [short, long] = [await tell(0), await tell(2)];
      expect([short.includes(line), short.includes(outcome)]).toEqual([true, false]);
      expect([long.includes(line), long.includes(outcome)]).toEqual([false, true]);
    },
  );

  it.each([
    [['--from', '2026-02-01', '--to', '2026-01-01']],
    [['--from', '2026-01-01', '--to', '2026-02-01', '--uplifts', '1,x']],
    [['--from', '2026-01-01', '--to', '2026-02-01', '--margin', '1.5']],
  ])('%j is misuse', async (words) => {
    const call = await cli(['winback', 'simulate', ...words], {});
    expect([call.code, call.requests.length]).toEqual([2, 0]);
  });

  it('asks with uplifts as shares', async () => {
    const words = ['--from', '2026-01-01', '--to', '2026-02-01', '--uplifts', '0,2.5', '--json'];
    const call = await cli(['winback', 'simulate', ...words], {});
    expect(call.requests[0]?.body).toEqual({ from: '2026-01-01', to: '2026-02-01', uplifts: [0, 0.025] });
  });
});
