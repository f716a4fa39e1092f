/** Commands that say what the system did and how it is set. */
import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

describe('ledger check', () => {
  const LEDGER = {
    balanced: true,
    checked: 1000,
    accepted: 1000,
    byOutcome: { sent: 700, suppressed: 200, heldOut: 99, failed: 0, unknown: 1, pending: 0 },
  };

  it('shows the bar that closes', async () => {
    const call = await callCli(['ledger', 'check'], { answer: () => ok(LEDGER) });
    expect(call.code).toBe(0);
    expect(`\n${call.out}`).toBe(`
The ledger is balanced: 1,000 decisions, each with one outcome.
1,000 checked

sent      700     70%  ████████████████████████████████████████
not sent  200     20%  ▒▒▒▒▒▒▒▒▒▒▒
held out   99    9.9%  □□□□□□
failed      0      0%
unknown     1    0.1%  ·
pending     0      0%
`);
  });

  it.each([[['--json']], [[]]])('exits 1 when it does not close %j', async (options) => {
    const broken = { ...LEDGER, balanced: false, accepted: 1001 };
    const call = await callCli(['ledger', 'check', ...options], { answer: () => ok(broken) });
    expect(call.code).toBe(1);
    if (options.length > 0) expect(JSON.parse(call.out)).toEqual(broken);
    else expect(call.out).toContain('The ledger does not balance: 1,001 decisions accepted, 1,000 outcomes.');
  });

  it('balances an empty ledger', async () => {
    const empty = { balanced: true, checked: 0, accepted: 0, byOutcome: { sent: 0, pending: 0 } };
    const call = await callCli(['ledger', 'check', '--lang', 'zh-CN'], { answer: () => ok(empty) });
    expect(call.out).toBe('账目平衡:0 条决定,每条恰有一个结果。\n已核对 0 条\n\n已发送  0\n待发送  0\n');
  });
});

describe('keys list', () => {
  const KEYS = [
    { name: 'default', kind: 'write', writeKey: 'write_abc' },
    { name: 'ci', kind: 'viewer', writeKey: null },
  ];

  it('shows a key where the system may show it', async () => {
    const call = await callCli(['keys', 'list'], { answer: () => ok(KEYS) });
    expect(call.out).toBe(
      'Name     Kind    Key\ndefault  write   write_abc\nci       viewer  shown once, at creation\n',
    );
  });

  it('is the array itself under --json', async () => {
    const call = await callCli(['keys', 'list', '--json'], { answer: () => ok(KEYS) });
    expect(JSON.parse(call.out)).toEqual(KEYS);
  });
});

describe('settings show', () => {
  it('shows the settings as they are nested', async () => {
    const answer = () => ok({ settings: { shop: { currency: 'USD' }, seed: 7 }, version: 4 });
    const call = await callCli(['settings', 'show'], { answer });
    expect(call.out).toBe('Settings\n\nshop\n  currency  USD\nseed  7\n');
  });

  it('says where they come from, where that is known', async () => {
    const answer = () => ok({ settings: {}, version: 4, source: '/shop/settings.yaml' });
    const call = await callCli(['settings', 'show'], { answer });
    expect(call.out).toBe('Settings, version 4, from /shop/settings.yaml\n\n');
  });
});

describe('why', () => {
  const ENTRIES = [
    {
      at: '2026-03-05T14:02:00.000Z',
      what: 'email "welcome-picks" of welcome at picks',
      decision: 'suppressed',
      reason: 'frequency-cap',
      evidence: {
        id: 'd2',
        gates: [
          { gate: 'consent', passed: true, detail: 'granted: newsletter by email' },
          { gate: 'cap', passed: false, detail: { en: '3 of 3 in 7 days', 'zh-CN': '7天内3/3' } },
        ],
      },
    },
    {
      at: '2026-03-01T00:00:00.000Z',
      what: 'journey-entered welcome',
      decision: 'journey-entered',
      reason: 'Signed Up',
      evidence: { event: 'Signed Up', entry: 1 },
    },
    { at: '2026-02-01T00:00:00.000Z', what: 'approval', decision: null, reason: null, evidence: 'by Ada' },
  ];

  it('climbs the gates of what was decided, newest first', async () => {
    const call = await callCli(['why', '42', '--journey', 'welcome'], { answer: () => ok(ENTRIES) });
    expect(call.requests).toEqual([{ method: 'GET', path: '/v1/why/42', query: { journey: 'welcome' } }]);
    expect(`\n${call.out}`).toBe(`
2026-03-05 14:02  email "welcome-picks" of welcome at picks  not sent: the frequency cap is reached
  ✓ consent        granted: newsletter by email
  ✗ below the cap  3 of 3 in 7 days
2026-03-01 00:00  journey-entered welcome  Signed Up
  event  Signed Up
  entry  1
2026-02-01 00:00  approval
  by Ada
`);
  });

  it('says it in Chinese', async () => {
    const call = await callCli(['why', '42', '--lang', 'zh-CN'], { answer: () => ok(ENTRIES.slice(0, 1)) });
    expect(call.out).toContain('未发送:已达频次上限');
    expect(call.out).toContain('✗ 未达频次上限  7天内3/3');
  });

  it('is the list itself under --json, and a word when nothing was decided', async () => {
    expect(JSON.parse((await callCli(['why', '42', '--json'], { answer: () => ok(ENTRIES) })).out)).toEqual(
      ENTRIES,
    );
    const nothing = await callCli(['why', '42'], { answer: () => ok([]) });
    expect([nothing.code, nothing.out, nothing.err]).toEqual([0, '', 'Nothing has been decided for 42.\n']);
  });
});
