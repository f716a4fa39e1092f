import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli } from '../support/callCli.ts';

const dir = mkdtempSync(join(tmpdir(), 'journeys-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

const HEAD = 'journey: cart-saved\nnow: 2026-03-02T10:00Z\ncustomer: { email: ann@example.com }\ncases:\n';
const GO = '{ at: +0m, event: Checkout Started, properties: { cart_id: c1 } }';
writeFileSync(join(dir, 'good.test.yaml'), `${HEAD}  - { name: quiet, expect: [{ nothing: true }] }\n`);
writeFileSync(
  join(dir, 'bad.test.yaml'),
  `${HEAD}  - { name: "loud \\e[31m", events: [${GO}], until: +2h, expect: [{ at: +0m, enters: cart-saved }] }\n`,
);
writeFileSync(
  join(dir, 'two.test.yaml'),
  `${HEAD.replace(/customer.*\n/, '')}  - name: two
    customers: [{ id: ann }, { id: bob }]
    events: [{ at: +1h, customer: bob, event: Checkout Started, properties: { cart_id: c1 } }]
    until: +1h
    expect: [{ at: +30m, customer: ann, enters: cart-saved }]
`,
);
writeFileSync(join(dir, 'broken.test.yaml'), `${HEAD}  - { name: c, expects: [] }\n`);
writeFileSync(
  join(dir, 'impossible.test.yaml'),
  `${HEAD}  - { name: c, until: -1d, expect: [{ nothing: true }] }\n`,
);

function test(...words: readonly string[]) {
  return callCli(['journeys', 'test', ...words], { workingDir: dir });
}

describe('journeys test', () => {
  it('asks nobody: neither server nor workspace', async () => {
    const call = await test('good.test.yaml');
    expect([call.code, call.requests, call.destination]).toEqual([0, [], null]);
    expect(call.out).toBe('good.test.yaml\n  ✓ quiet\n\n1 case passed.\n');
  });

  it('shows what was not expected and why, with nothing of the file that moves a cursor', async () => {
    const call = await test('good.test.yaml', 'bad.test.yaml');
    expect(call.code).toBe(1);
    expect(call.out).not.toContain('\u001b');
    expect(call.out.split('\n').slice(2, 9)).toEqual([
      'bad.test.yaml',
      '  ✗ loud \ufffd[31m',
      '      · 2026-03-02 10:00  +0m  stage: Identification',
      '        2026-03-02 10:00  +0m  enters cart-saved (c1)',
      '      + 2026-03-02 11:00  +1h  send first: not sent, no consent to this topic, cart-saved-first by email (c1)',
      '      why: 2026-03-02 11:00 send first: not sent, no consent to this topic, cart-saved-first by email (c1)',
      '        ✓ not expired    Valid until 2026-03-03 05:00 UTC.',
    ]);
    expect(call.out.split('\n').at(-2)).toBe('1 of 2 cases failed.');
  });

  it('says it in Chinese', async () => {
    const call = await test('bad.test.yaml', '--lang', 'zh-CN');
    expect(call.out).toContain('      + 2026-03-02 11:00  +1h  发送first：');
    expect(call.out).toContain('✗ 已授权');
  });

  it('names the customers where a case has several', async () => {
    const { out } = await test('two.test.yaml');
    expect(out).toContain('- 2026-03-02 10:30  +30m  ann: enters cart-saved');
    expect(out).toContain('+ 2026-03-02 11:00  +1h   bob: enters cart-saved (c1)');
  });

  it('prints one document under --json', async () => {
    const call = await test('good.test.yaml', 'bad.test.yaml', '--json');
    expect([call.code, call.err]).toEqual([1, '']);
    expect(JSON.parse(call.out)).toMatchObject([
      { file: 'good.test.yaml', case: 'quiet', pass: true, expected: [], actual: [], diff: [], problems: [] },
      {
        file: 'bad.test.yaml',
        pass: false,
        expected: [{ kind: 'enters', at: '2026-03-02T10:00:00.000Z', journey: 'cart-saved' }],
        actual: [
          { kind: 'enters', key: 'c1' },
          { kind: 'send', node: 'first', reason: 'no-consent' },
        ],
        diff: [
          { sign: ' ', kind: 'enters' },
          { sign: '+', kind: 'send', outcome: 'suppressed' },
        ],
        stages: [{ at: '2026-03-02T10:00:00.000Z', stage: 'identification' }],
      },
    ]);
  });

  it('says what keeps a case from being run', async () => {
    const call = await test('impossible.test.yaml');
    expect([call.code, call.out.split('\n')[2]]).toEqual([1, '      until: the case ends before it begins']);
  });

  it('names file, line and field of what cannot be read, and still runs the others', async () => {
    const call = await test('broken.test.yaml', 'good.test.yaml');
    expect(call.code).toBe(2);
    expect(call.out).toContain('✓ quiet');
    expect(call.err.split('\n')).toEqual(
      expect.arrayContaining([
        'perennial: 1 of 2 files cannot be run.',
        '  broken.test.yaml:5: cases.0.expects: Unrecognized key: "expects"',
      ]),
    );
  });

  it('is misuse where a file is not there', async () => {
    const call = await test('nowhere.test.yaml');
    expect([call.code, call.err]).toEqual([
      2,
      'perennial: nowhere.test.yaml cannot be read (ENOENT).\n  at: nowhere.test.yaml\n',
    ]);
  });
});
