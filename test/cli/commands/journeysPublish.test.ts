import { describe, expect, it } from 'vitest';
import { aFolder, aPlan, aShop, type Shop } from '../support/aPlan.ts';
import { callCli, type Call } from '../support/callCli.ts';

const WAITING = {
  plans: { good: aPlan('good', { backlog: { matching: 412 } }) },
  publications: { good: { backlog: { matching: 412, perDay: null, days: null } } },
};
const LET_IN = {
  ...WAITING,
  publications: { good: { backlog: { matching: 412, perDay: 100, days: 5 } } },
};

function publish(
  shop: Shop,
  words: string,
  answers: readonly (string | null)[] | null = null,
): Promise<Call> {
  const left = answers === null ? null : [...answers];
  return callCli(['journeys', 'publish', ...words.split(' ')], {
    answer: aShop(shop),
    workingDir: aFolder('good', 'fair', 'bad'),
    surroundings: { askPerson: left === null ? null : async () => left.shift() ?? null },
  });
}

function enrolled({ requests }: Call): unknown[] {
  return requests
    .filter(({ path }) => path === '/v1/journeys')
    .map(({ body }) => (body as { enrol: unknown }).enrol);
}

const NEW_ONLY = { kind: 'new-only' };

describe('journeys publish', () => {
  it('publishes each file, with its warnings beside the result', async () => {
    const call = await publish(
      { publications: { fair: { version: 2, changed: false, first: false } } },
      'good.yaml fair.yaml',
    );
    expect(call.out).toBe('good: version 1 published\nfair: version 2, unchanged\n');
    expect(call.err).toBe('fair.yaml: nodes: warning: four a week\n');
    expect(call.code).toBe(0);
  });

  it('publishes in the order in which they start each other, each told of all', async () => {
    const call = await publish({ order: ['fair', 'good'] }, 'good.yaml fair.yaml');
    expect(call.out).toBe('fair: version 1 published\ngood: version 1 published\n');
    expect(call.requests.at(-1)?.body).toMatchObject({ source: 'id: good', alongside: ['fair', 'good'] });
  });

  it('publishes nothing where one is not valid', async () => {
    const call = await publish({}, 'good.yaml bad.yaml');
    expect([call.code, call.requests.map(({ path }) => path)]).toEqual([1, ['/v1/journeys/plan']]);
    expect(call.err).toBe(
      [
        'perennial: Nothing was published: 1 of 2 files are not valid.',
        '  bad.yaml:12: nodes.a: no node "b"',
        '  bad.yaml: nodes: warning: four a week',
        '',
      ].join('\n'),
    );
    const json = await publish({}, 'good.yaml bad.yaml --json');
    expect(JSON.parse(json.out)).toMatchObject({ code: 'invalid-journey', status: 422 });
  });

  it('leaves people alone where nobody is there to ask, and says how many and how to let them in', async () => {
    const call = await publish(WAITING, 'good.yaml');
    expect(enrolled(call)).toEqual([NEW_ONLY]);
    expect(call.out).toContain('412 people who are where it begins already were left alone.');
    expect(call.out).toContain('perennial journeys publish good.yaml --enrol backlog --per-day N');
  });

  it('asks before anything is published, until the answer is one', async () => {
    const call = await publish(LET_IN, 'good.yaml', ['some', '0', '100']);
    expect(enrolled(call)).toEqual([{ kind: 'backlog', perDay: 100 }]);
    expect(call.out).toContain('412 people who are where it begins already are let in, 100 a day: 5 days.');
  });

  it.each(['new', ' N ', ''])('takes "%s" for new people only', async (answer) => {
    expect(enrolled(await publish(WAITING, 'good.yaml', [answer]))).toEqual([NEW_ONLY]);
  });

  it('publishes nothing where the question is not answered', async () => {
    const call = await publish(WAITING, 'good.yaml', [null]);
    expect([call.code, enrolled(call)]).toEqual([1, []]);
    expect(call.err).toBe('perennial: Nothing was published: the question was not answered.\n');
  });

  it.each([
    ['nobody waits', {}, 'good.yaml'],
    ['the option says it', WAITING, 'good.yaml --enrol new-only'],
    ['a program reads', WAITING, 'good.yaml --json'],
  ])('asks nothing where %s', async (_, shop, words) => {
    const call = await publish(shop, words, [null]);
    expect([call.code, enrolled(call)]).toEqual([0, [NEW_ONLY]]);
  });

  it('adds to each document whether it is the first and what waits', async () => {
    const call = await publish(LET_IN, 'good.yaml --enrol backlog --per-day 100 --json');
    expect(enrolled(call)).toEqual([{ kind: 'backlog', perDay: 100 }]);
    expect(JSON.parse(call.out)).toMatchObject([
      { file: 'good.yaml', id: 'good', first: true, backlog: { matching: 412, perDay: 100, days: 5 } },
    ]);
  });

  it.each([
    'good.yaml --enrol backlog',
    'good.yaml --enrol backlog --per-day 0',
    'good.yaml --per-day 3',
    'good.yaml --enrol everyone',
  ])('refuses %s', async (words) => {
    const call = await publish(WAITING, words);
    expect([call.code, call.requests]).toEqual([2, []]);
  });
});
