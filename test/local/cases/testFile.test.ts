import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CaseResult, runCase } from '../../../local/cases/runCase.ts';
import { testFile } from '../../../local/cases/testFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'cases-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'j.test.yaml');

/** Sends at once and after a day, to half a letter more. */
writeFileSync(
  join(folder, 'j.yaml'),
  `
id: j
name: { en: J, zh-CN: J }
topic: offers
class: promotional
entry: [{ on: event, event: Go, key: k }]
exits: [{ on: event, event: Stop }]
start: h
nodes:
  h: { type: holdout, share: 0.1, next: a }
  a: { type: send, template: one, next: w }
  w: { type: wait, for: 1d, next: x }
  x: { type: experiment, arms: [{ id: p, share: 0.5, next: b }, { id: q, share: 0.5, next: u }] }
  b: { type: send, template: two, next: u }
  u: { type: update, set: { seen: true }, next: z }
  z: { type: end }
`,
);

const ANN = '{ email: ann@example.com, zone: Europe/Berlin, consents: [offers] }';

function fileOf(...cases: readonly string[]): string {
  return `journey: j\nnow: 2026-03-02T10:00Z\ncustomer: ${ANN}\ncases:\n${cases.join('\n')}\n`;
}

const GO = '{ at: +0m, event: Go, properties: { k: 1 } }';

function aCase(expected: readonly string[], more = ''): string {
  return `  - name: a case\n    events: [${GO}]\n    until: +5d\n    expect: [${expected.join(', ')}]\n${more}`;
}

async function run(text: string): Promise<readonly CaseResult[]> {
  const tested = await testFile(text, path);
  if (tested.kind === 'not-readable') throw new Error(JSON.stringify(tested.problems));
  return tested.results;
}

async function only(text: string): Promise<CaseResult> {
  const [first] = await run(text);
  if (first === undefined) throw new Error('no case ran');
  return first;
}

const IN = '{ at: +0m, enters: j, key: 1 }';
const ALL = [
  IN,
  '{ at: +0m, send: a, template: one, channel: email }',
  '{ at: +1d, send: b }',
  '{ at: +1d, trait: { seen: true } }',
  '{ at: +1d, ends: completed, journey: j }',
];
const P = '    arms: { x: p }\n';

describe('a case', () => {
  it('passes where all that is decided is expected, in any order of lines', async () => {
    expect(await only(fileOf(aCase(ALL, P)))).toMatchObject({ pass: true, problems: [] });
    expect((await only(fileOf(aCase(ALL.toReversed(), P)))).pass).toBe(true);
  });

  it('fails on what was decided and not expected, unless some is enough', async () => {
    const some = ALL.slice(0, 3);
    const failed = await only(fileOf(aCase(some, P)));
    expect(failed.diff.filter(({ sign }) => sign === '+')).toHaveLength(2);
    expect((await only(fileOf(aCase(some, `${P}    expect-some: true\n`)))).pass).toBe(true);
  });

  it.each([
    ['a minute late', '{ at: +1d 1m, send: b }'],
    ['of another template', '{ at: +1d, send: b, template: one }'],
    ['by another channel', '{ at: +1d, send: b, channel: sms }'],
    ['with another outcome', '{ at: +1d, send: b, outcome: held-out }'],
    ['of another key', '{ at: +1d, send: b, key: 2 }'],
    ['of another journey', '{ at: +1d, send: b, journey: k }'],
  ])('fails where a message is expected %s', async (_, line) => {
    const { pass, diff } = await only(fileOf(aCase([...ALL.slice(0, 2), line, ...ALL.slice(3)], P)));
    expect(pass).toBe(false);
    expect(diff.map(({ sign }) => sign).filter((sign) => sign !== ' ')).toEqual(
      expect.arrayContaining(['-', '+']),
    );
  });

  it('expects one line for each of two that are alike', async () => {
    const twice = [...ALL, '{ at: +1d, send: b }'];
    expect((await only(fileOf(aCase(twice, P)))).diff.filter(({ sign }) => sign === '-')).toHaveLength(1);
  });

  it('meets the general and the particular line alike, whichever stands first', async () => {
    const events = `[${GO}, { at: +0m, event: Go, properties: { k: 2 } }]`;
    const lines = [
      '{ at: +0m, enters: j }',
      '{ at: +0m, enters: j, key: 1 }',
      '{ at: +0m, enters: j, key: 2 }',
    ];
    for (const pair of [
      [lines[0], lines[1]],
      [lines[0], lines[2]],
      [lines[2], lines[0]],
    ]) {
      const text = `  - { name: c, events: ${events}, expect: [${pair.join(', ')}], expect-some: true }`;
      expect((await only(fileOf(text))).pass).toBe(true);
    }
  });

  it('says that nothing is decided', async () => {
    const quiet = '  - { name: quiet, expect: [{ nothing: true }] }';
    expect((await only(fileOf(quiet))).pass).toBe(true);
    expect((await only(fileOf(aCase(['{ nothing: true }'])))).pass).toBe(false);
  });

  it('has arms pinned, held out or treated, for everyone of the case', async () => {
    const held = await only(
      fileOf(
        aCase(
          [
            IN,
            '{ at: +0m, send: a, outcome: held-out }',
            '{ at: +1d, trait: { seen: true } }',
            '{ at: +1d, ends: completed }',
          ],
          '    holdout: held-out\n    arms: { x: q }\n',
        ),
      ),
    );
    expect(held.pass).toBe(true);
  });

  it('is the same each time it is run', async () => {
    const text = fileOf(aCase(ALL, P));
    expect(await only(text)).toEqual(await only(text));
  });

  it('runs by the seed it names', async () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 40; seed += 1) {
      const { decided } = await only(fileOf(aCase([IN], `    seed: ${seed}\n`)));
      for (const one of decided) if (one.kind === 'send') outcomes.add(`${one.node} ${one.outcome}`);
    }
    expect(outcomes).toEqual(new Set(['a sent', 'b sent', 'a held-out', 'b held-out']));
  });

  it('names the stages people were in', async () => {
    const text = fileOf(
      '  - name: c\n    customer: { stage: stability }\n    events: [{ at: +1d, stage: decline }]\n    expect: [{ nothing: true }]',
    );
    expect((await only(text)).stages.map(({ stage }) => stage)).toEqual(['stability', 'decline']);
  });

  it.each(['identification', 'development', 'stability', 'decline'])(
    'makes somebody whose orders come to %s',
    async (stage) => {
      const text = fileOf(`  - { name: c, customer: { stage: ${stage} }, expect: [{ nothing: true }] }`);
      expect(await only(text)).toMatchObject({ pass: true, problems: [], stages: [{ stage }] });
    },
  );

  it.each(['A', 'B', 'C'])('makes somebody of grade %s', async (grade) => {
    const text = fileOf(`  - { name: c, customer: { grade: ${grade} }, expect: [{ nothing: true }] }`);
    expect(await only(text)).toMatchObject({ pass: true, problems: [] });
  });

  it.each([
    ['stage', 'customer: { stage: stability, orders: [{ at: -3d, amount: 9 }] }', 'the orders come to'],
    ['orders', 'customer: { orders: [{ at: +3d, amount: 9 }] }', 'lie before the start'],
    ['customer', 'events: [{ at: +0m, customer: bob, event: Go }]', 'there is no customer "bob"'],
    ['customers', 'customers: [{ id: a }, { id: a }]', 'the same id'],
    ['arms', 'arms: { y: p }', 'there is no experiment or holdout "y"'],
    ['arms', 'arms: { x: r }', 'chance never falls so: h: treated, x: r'],
    ['events', 'events: [{ at: -1h, event: Go }]', 'arrives before the case begins'],
    ['events', 'customer: { known: false }, events: [{ at: +1h, stage: decline }]', 'nobody has heard of'],
    ['until', 'until: 2040-01-01', 'five years at most'],
    ['until', 'until: -1d', 'ends before it begins'],
  ])('that contradicts itself has failed, and says where: %s', async (field, more, message) => {
    const { pass, problems } = await only(fileOf(`  - { name: c, ${more}, expect: [{ nothing: true }] }`));
    expect([pass, problems]).toEqual([false, [expect.stringContaining(message)]]);
    expect(problems[0]?.startsWith(`${field}: `)).toBe(true);
  });

  it('keeps the caps of two customers with one address together', async () => {
    const two =
      '[{ id: a, email: x@example.com, consents: [offers] }, { id: b, email: x@example.com, consents: [offers] }]';
    const text = `  - name: c
    customers: ${two}
    settings: { messages: { caps: [{ class: promotional, most: 1, withinDays: 7 }] } }
    events: [{ at: +0m, customer: a, event: Go, properties: { k: 1 } }, { at: +1m, customer: b, event: Go, properties: { k: 1 } }]
    expect-some: true
    expect: [{ at: +0m, customer: a, send: a }, { at: +1m, customer: b, send: a, reason: frequency-cap }]`;
    expect((await only(fileOf(text))).pass).toBe(true);
  });
});

describe('a file of cases', () => {
  async function problemsOf(text: string) {
    const tested = await testFile(text, path);
    return tested.kind === 'not-readable'
      ? tested.problems.map(({ path: at, message, line }) => ({ at, message, line }))
      : [];
  }

  it.each([
    ['no YAML', 'cases: [', '(YAML)', /at line 1/],
    [
      'an unknown field',
      fileOf('  - { name: c, expcet: [], expect: [{ nothing: true }] }'),
      'cases.0.expcet',
      /Unrecognized/,
    ],
    [
      'no journey',
      'now: 2026-03-02\ncases: [{ name: c, expect: [{ nothing: true }] }]',
      'journey',
      /either journey or journeys/,
    ],
    [
      'no start',
      'journey: j\ncases: [{ name: c, expect: [{ nothing: true }] }]',
      'cases.0.now',
      /when the case begins/,
    ],
    [
      'a journey that is not there',
      fileOf('  - { name: c, expect: [{ nothing: true }] }').replace('journey: j', 'journey: k'),
      'journey',
      /no k\.yaml beside/,
    ],
    [
      'a file that is not there',
      fileOf('  - { name: c, expect: [{ nothing: true }] }').replace('journey: j', 'journey: k.yaml'),
      'journey',
      /no file k\.yaml/,
    ],
    [
      'nothing and something',
      fileOf('  - { name: c, expect: [{ nothing: true }, { at: +0m, enters: j }] }'),
      'cases.0.expect.0',
      /stands alone/,
    ],
    [
      'two things in one line',
      fileOf('  - { name: c, expect: [{ at: +0m, enters: j, ends: goal }] }'),
      'cases.0.expect.0.enters',
      /exactly one of/,
    ],
    ['no time', fileOf('  - { name: c, expect: [{ send: a }] }'), 'cases.0.expect.0.at', /say when/],
    [
      'a field that means nothing there',
      fileOf('  - { name: c, expect: [{ at: +0m, enters: j, template: one }] }'),
      'cases.0.expect.0.template',
      /goes with send/,
    ],
    ['nothing expected', fileOf('  - { name: c, expect: [] }'), 'cases.0.expect', /expect something/],
    [
      'a zone that does not exist',
      fileOf('  - { name: c, customer: { zone: Mars/Olympus }, expect: [{ nothing: true }] }'),
      'cases.0.customer.zone',
      /no such time zone/,
    ],
    [
      'a phone without its country',
      fileOf("  - { name: c, customer: { phone: '030 901820' }, expect: [{ nothing: true }] }"),
      'cases.0.customer.phone',
      /country code/,
    ],
    [
      'two cases of one name',
      fileOf('  - { name: c, expect: [{ nothing: true }] }', '  - { name: c, expect: [{ nothing: true }] }'),
      'cases.1.name',
      /another case/,
    ],
  ])('with %s names field, line and remedy', async (_, text, field, message) => {
    const problems = await problemsOf(text);
    expect(problems).toContainEqual(
      expect.objectContaining({ at: field, message: expect.stringMatching(message) as string }),
    );
  });

  it('says on which line', async () => {
    const text = fileOf('  - name: c', '    expect:', '      - { at: soon, send: a }');
    expect(await problemsOf(text)).toEqual([
      { at: 'cases.0.expect.0.at', message: expect.stringContaining('write a time') as string, line: 7 },
    ]);
  });

  it('names the definition that is not valid', async () => {
    writeFileSync(join(folder, 'bad.yaml'), 'id: bad\n');
    const tested = await testFile(fileOf(aCase(ALL)).replace('journey: j', 'journey: ./bad.yaml'), path);
    expect(tested).toMatchObject({
      kind: 'not-readable',
      problems: expect.arrayContaining([
        expect.objectContaining({ file: 'bad.yaml', path: 'name' }),
      ]) as unknown[],
    });
  });

  it('finds a shipped journey by its id', async () => {
    const text = 'journey: cart-saved\nnow: 2026-03-02\ncases: [{ name: c, expect: [{ nothing: true }] }]';
    expect(await run(text)).toMatchObject([{ pass: true }]);
  });
});

describe('what fails within', () => {
  it('fails the case, however the decisions look', async () => {
    const file = { cases: [], now: '2026-03-02T10:00Z' };
    const loop = {
      id: 'loop',
      name: { en: 'L', 'zh-CN': 'L' },
      topic: 'offers',
      class: 'care' as const,
      priority: 50,
      entry: [{ on: 'event' as const, event: 'Go' }],
      reentry: 'never' as const,
      exits: [],
      start: 'a',
      nodes: {
        a: { type: 'update' as const, set: { n: 1 }, next: 'b' },
        b: { type: 'branch' as const, cases: [{ when: { orders: { min: 0 } }, next: 'b' }], otherwise: 'b' },
      },
    };
    const one = {
      name: 'c',
      events: [{ at: '+0m', event: 'Go' }],
      arms: {},
      gives: {},
      expect: [{ at: '+0m', enters: 'loop' }],
      'expect-some': true,
    };
    expect(await runCase(one, file, [loop])).toMatchObject({
      pass: false,
      problems: [expect.stringContaining('without a wait')],
    });
  });
});
