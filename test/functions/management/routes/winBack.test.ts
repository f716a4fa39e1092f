import { describe, expect, it } from 'vitest';
import { WIN_BACK_LEARNED } from '../../../../core/programme/programme.ts';
import { NOTHING_LEARNED } from '../../../../core/winback/learned.ts';
import { LEARN_TASK } from '../../../../core/winback/learnTask.ts';
import { BACKLOG_TASK } from '../../../../core/winback/openBacklog.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { aJourney } from '../../../support/builders.ts';
import { learnedOfPair } from '../../../support/winBack.ts';
import { aWinBackShop, LATE, type WinBackShop } from '../../../support/winBackShop.ts';
import { type Answer, call } from '../call.ts';

interface Half {
  readonly side: string;
  readonly fromMinor: number;
  readonly contact: { readonly mean: number; readonly people: number };
  readonly steps: readonly unknown[];
}

interface Told {
  readonly version: number;
  readonly changed: boolean;
  readonly code: string;
  readonly valid: boolean;
  readonly problems: readonly { readonly path: string; readonly line: number; readonly severity: string }[];
  readonly lost: number;
  readonly bySum: number;
  readonly policyVersion: number;
  readonly top: readonly { readonly customer: string; readonly case: string | null }[];
  readonly case: string | null;
  readonly cases: readonly unknown[];
  readonly judgement: {
    readonly verdict: string;
    readonly sum: { readonly rungs: readonly unknown[]; readonly gainOfReturnMinor: number };
  } | null;
  readonly byChance: number;
  readonly effects: Half | null;
  readonly beliefs: { readonly halves: readonly Half[]; readonly steps: readonly unknown[] };
  readonly alone: { readonly people: number; readonly returned: number };
}

function ask({ container }: WinBackShop, path: string, more = {}): Promise<Answer<Told>> {
  return call<Told>(container, path, more);
}

function put(shop: WinBackShop, source: string, query: Record<string, string> = {}) {
  return ask(shop, '/v1/win-back', { method: 'PUT', body: JSON.stringify({ source }), query });
}

describe('the policy', () => {
  it('is the shipped one, as version 0, until one is published', async () => {
    const shop = await aWinBackShop(null);
    expect((await ask(shop, '/v1/win-back')).body).toMatchObject({ version: 0 });
    expect((await put(shop, 'windowDays: 60')).body).toMatchObject({ version: 1, changed: true });
    expect((await put(shop, 'windowDays: 60')).body).toMatchObject({ version: 1, changed: false });
    expect((await ask(shop, '/v1/win-back')).body).toMatchObject({
      version: 1,
      definition: { windowDays: 60 },
    });
  });

  it.each([
    ['windowDays: 3', 'windowDays'],
    ['randomisedShare: 0.05', 'randomisedShare'],
    ['holdout: { share: 0.9 }', 'holdout.share'],
    ['prior: { contact: { sd: 0 } }', 'prior.contact.sd'],
    ['discount: 50', 'discount'],
    ['pointsAtEnd: keep', 'pointsAtEnd'],
    ['contacts: { costMinor: -1 }', 'contacts.costMinor'],
  ])('%s is refused, with the field and its line', async (source, path) => {
    const shop = await aWinBackShop(null);
    const refused = await put(shop, `# a comment\n${source}`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'win-back-invalid' } });
    expect(refused.body.problems[0]).toMatchObject({ path, line: 2 });
    expect((await ask(shop, '/v1/win-back')).body.version).toBe(0);
  });

  it('warns of a journey that writes to those it leaves alone', async () => {
    const journey = aJourney({ id: 'win-back', entry: [{ on: 'stage', to: 'decline' }] });
    const shop = await aWinBackShop(null, [journey]);
    const { body } = await put(shop, '# none\nholdout: { share: 0.2 }');
    expect(body.problems).toMatchObject([{ path: 'holdout', line: 2, severity: 'warning' }]);
    expect(body.version).toBe(1);
  });

  it('warns of a journey that is not there to write to anybody', async () => {
    const shop = await aWinBackShop(null);
    const { body } = await put(shop, '# none\nholdout: { journey: nope }');
    expect(body.problems).toMatchObject([{ path: 'holdout.journey', line: 2, severity: 'warning' }]);
  });

  it('begins the learning of the nights, and the backlog where one is asked for', async () => {
    const shop = await aWinBackShop(null);
    await put(shop, 'windowDays: 60');
    expect(await shop.store.loadTask(LEARN_TASK)).not.toBeNull();
    expect(await shop.store.loadTask(BACKLOG_TASK)).toBeNull();
    await put(shop, 'windowDays: 61', { backlog: '24' });
    expect(await shop.store.loadTask(BACKLOG_TASK)).not.toBeNull();
  });
});

describe('the backlog', () => {
  it('takes up those who were lost before, so many a day, and then is gone', async () => {
    const shop = await aWinBackShop(null);
    await shop.night();
    await put(shop, '', { backlog: '48' });
    const taken = async () => {
      const cases = await Promise.all(Array.from({ length: 12 }, (_, n) => shop.casesOf(`c${n}`)));
      return cases.flat().length;
    };
    await shop.wave();
    expect(await taken()).toBe(2);
    shop.clock.now += DAY_MS / 2;
    for (let hour = 0; hour < 12; hour += 1) {
      await shop.wave();
      shop.clock.now += DAY_MS / 24;
    }
    expect(await taken()).toBe(12);
    expect(await shop.store.loadTask(BACKLOG_TASK)).toBeNull();
  });
});

describe('verdicts', () => {
  it('are of everyone in decline, cases as they stand', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    const { body } = await ask(shop, '/v1/win-back/verdicts', { query: { most: '5' } });
    expect(body).toMatchObject({ lost: 12, bySum: 12, policyVersion: 1 });
    expect(body.top).toHaveLength(5);
    expect(body.top.every((row) => row.case !== null)).toBe(true);
  });

  it('are foretold of a day on which nobody was taken up, and nothing is written', async () => {
    const shop = await aWinBackShop(null);
    const { body } = await ask(shop, '/v1/win-back/verdicts', { query: { at: '2026-09-01' } });
    expect(body).toMatchObject({ lost: 12, policyVersion: 0 });
    expect(body.top.every((row) => row.case === null)).toBe(true);
    expect(await shop.casesOf('c1')).toEqual([]);
  });

  it('of no date are refused', async () => {
    const shop = await aWinBackShop(null);
    expect((await ask(shop, '/v1/win-back/verdicts', { query: { at: 'soon' } })).status).toBe(400);
  });
});

describe('one customer', () => {
  it('is shown with the sum of their case', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    const { body } = await ask(shop, '/v1/customers/c3/win-back');
    expect(body.case).toBe((await shop.casesOf('c3'))[0]?.id);
    expect(body.cases).toHaveLength(1);
    expect(body.judgement?.sum.rungs.length).toBeGreaterThan(0);
  });

  it('who is not lost has nothing to be won back for', async () => {
    const shop = await aWinBackShop();
    expect((await ask(shop, '/v1/customers/c3/win-back')).body).toMatchObject({
      case: null,
      judgement: null,
    });
    expect((await ask(shop, '/v1/customers/nobody/win-back')).status).toBe(404);
  });
});

describe('what was learned', () => {
  it('counts who came back by themselves once windows are over and a night has passed', async () => {
    const shop = await aWinBackShop(null);
    await put(shop, 'holdout: { share: 0.5 }');
    await shop.night();
    expect((await ask(shop, '/v1/win-back/learned')).body.alone.people).toBe(0);
    shop.clock.now = LATE + 90 * DAY_MS;
    await shop.wave();
    shop.clock.now += DAY_MS;
    await shop.wave();
    const { body } = await ask(shop, '/v1/win-back/learned');
    expect(body.alone.people).toBeGreaterThan(0);
    expect(body.alone.returned).toBe(0);
    expect(body.byChance).toBeGreaterThanOrEqual(body.alone.people);
  });

  it('is told of halves where they are told apart, and a customer is shown theirs', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    const { body: before } = await ask(shop, '/v1/customers/c3/win-back');
    expect(before.effects).toBeNull();
    const gainMinor = before.judgement?.sum.gainOfReturnMinor ?? 0;
    const pairs = (returned: number) =>
      learnedOfPair('nothing', 'holdout', { people: 5_000, returned, againstReturned: 0.1 }).pairs;
    const bands = { fromMinor: gainMinor, below: pairs(0.08), above: pairs(0.12) };
    const learned = { ...NOTHING_LEARNED, at: LATE, pairs: pairs(0.1), bands };
    const kept = await shop.store.getValue(WIN_BACK_LEARNED);
    await shop.store.replaceValue(WIN_BACK_LEARNED, kept, JSON.stringify(learned));
    const { beliefs } = (await ask(shop, '/v1/win-back/learned')).body;
    expect(beliefs.halves.map(({ side }) => side)).toEqual(['below', 'above']);
    const [below, above] = beliefs.halves.map(({ contact }) => contact.mean);
    expect(below).toBeLessThan(0);
    expect(above).toBeGreaterThan(0);
    for (const { steps } of beliefs.halves) expect(steps).toHaveLength(beliefs.steps.length);
    const { effects } = (await ask(shop, '/v1/customers/c3/win-back')).body;
    expect(effects).toMatchObject({ side: 'above', fromMinor: gainMinor, contact: { people: 10_000 } });
  });
});
