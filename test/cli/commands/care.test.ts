import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const REPLY = {
  id: 'reply/inbound/sms/1',
  kind: 'care',
  about: 'answer reply',
  reason: 'Where is my\nkettle?',
  channel: 'sms',
  customerId: 'maya',
  customerName: 'Maya \u001b[31mLin',
  complaint: null,
  state: 'overdue',
  dueAt: '2026-03-10T11:00:00.000Z',
};
const COMPLAINT = {
  ...REPLY,
  id: 'complaint/42/c1',
  about: 'answer complaint',
  reason: 'product-fault',
  complaint: 'c1',
  customerName: null,
  customerId: '42',
  state: 'open',
};
const TASKS = { items: [REPLY, COMPLAINT], total: 3 };

describe('tasks', () => {
  it('lists what is to be done', async () => {
    const call = await callCli(['tasks'], { answer: () => ok(TASKS) });
    expect(call.requests).toMatchObject([{ path: '/v1/tasks', query: { show: 'open', limit: '20' } }]);
    expect(call.out.split('\n')).toEqual([
      'Due               State    To do               Customer       Why                   Task',
      '2026-03-10 11:00  overdue  answer a reply      Maya \ufffd[31mLin  Where is my kettle?   reply/inbound/sms/1',
      '2026-03-10 11:00  open     answer a complaint  42             fault of the product  complaint/42/c1',
      '',
    ]);
    expect(call.out).not.toContain('\u001b');
    expect(call.out).toContain('fault of the product');
    expect(call.err).toContain('2 of 3');
  });

  it('says what a journey asks for, in the reader’s language', async () => {
    const asked = { en: 'Call a regular of grade A', 'zh-CN': '请打电话给A级常客' };
    const one = { ...REPLY, about: 'do as asked', reason: null, subject: asked };
    const answer = () => ok({ items: [one], total: 1 });
    expect((await callCli(['tasks'], { answer })).out).toContain(
      'do as asked  Maya \ufffd[31mLin  Call a regular of grade A',
    );
    expect((await callCli(['tasks', '--lang', 'zh-CN'], { answer })).out).toContain('请打电话给A级常客');
  });

  it('says it in Chinese', async () => {
    const call = await callCli(['tasks', '--lang', 'zh-CN'], { answer: () => ok(TASKS) });
    for (const word of ['已逾期', '回复客户来信', '处理投诉', '产品问题']) expect(call.out).toContain(word);
  });

  it.each([
    [['--due'], 'due', 'Nothing is due.\n'],
    [['--all'], 'all', 'Nothing is to be done.\n'],
    [[], 'open', 'Nothing is to be done.\n'],
  ])('asks for %j', async (options, show, said) => {
    const call = await callCli(['tasks', ...options], { answer: () => ok({ items: [], total: 0 }) });
    expect(call.requests).toMatchObject([{ query: { show } }]);
    expect([call.out, call.err]).toEqual(['', said]);
  });

  it('refuses what cannot be meant', async () => {
    expect((await callCli(['tasks', '--due', '--all'])).code).toBe(2);
    expect((await callCli(['tasks', '--limit', '0'])).code).toBe(2);
  });

  it('is the answer itself under --json', async () => {
    expect(JSON.parse((await callCli(['tasks', '--json'], { answer: () => ok(TASKS) })).out)).toEqual(TASKS);
  });
});

describe('tasks done', () => {
  it('closes one with a note', async () => {
    const call = await callCli(['tasks', 'done', COMPLAINT.id, '--note', 'called'], {
      answer: () => ok({ ...COMPLAINT, state: 'done' }),
    });
    expect(call.requests).toMatchObject([
      { method: 'POST', path: '/v1/tasks/complaint%2F42%2Fc1/done', body: { note: 'called' } },
    ]);
    expect(call.out).toBe('Done: answer a complaint, 42.\n');
  });
});

const FINDINGS = [
  {
    check: 'spf',
    level: 'ok',
    text: { en: 'SPF is right.', 'zh-CN': 'SPF 正确。' },
    found: 'v=spf1 -all',
    record: null,
  },
  {
    check: 'dmarc',
    level: 'fail',
    text: { en: 'There is no DMARC record.', 'zh-CN': '没有 DMARC 记录。' },
    found: null,
    record: { name: '_dmarc.shop.example', type: 'TXT', value: 'v=DMARC1; p=none' },
  },
];

describe('domain check', () => {
  it('names what is wrong and the record to add, and exits 1', async () => {
    const answer = () => ok({ domain: 'shop.example', ok: false, findings: FINDINGS });
    const argv = [
      'domain',
      'check',
      'shop.example',
      '--selector',
      'a',
      '--selector',
      'b',
      '--return-path',
      'bounce',
      '--provider',
      'ses',
    ];
    const call = await callCli(argv, { answer });
    expect(call.code).toBe(1);
    expect(call.requests).toMatchObject([
      {
        path: '/v1/domains/shop.example/check',
        query: { selector: 'a,b', 'return-path': 'bounce', provider: 'ses' },
      },
    ]);
    expect(call.out.split('\n')).toEqual([
      'ok  SPF  SPF is right.',
      'wrong  DMARC  There is no DMARC record.',
      '  add  _dmarc.shop.example  TXT  v=DMARC1; p=none',
      '',
      'shop.example: 1 thing is wrong.',
      '',
    ]);
    expect((await callCli([...argv, '--lang', 'zh-CN'], { answer })).out).toContain('没有 DMARC 记录。');
  });

  it('exits 0 where nothing is wrong', async () => {
    const answer = () => ok({ domain: 'shop.example', ok: true, findings: FINDINGS.slice(0, 1) });
    const call = await callCli(['domain', 'check', 'shop.example'], { answer });
    expect([call.code, call.out.split('\n').at(-2)]).toEqual([0, 'shop.example: nothing stands in the way.']);
  });
});

const ROW = {
  provider: 'gmail',
  sent: 2_000,
  delivered: 1_990,
  hardBounces: 8,
  softBounces: 2,
  complaints: 1,
  opened: 500,
  clicked: 0,
  rates: {
    delivered: 0.995,
    hardBounces: 0.004,
    softBounces: 0.001,
    complaints: 1 / 1_990,
    opened: 500 / 1_990,
    clicked: 0,
  },
};
const PERIOD = { since: '2026-02-09', until: '2026-03-10' };

describe('deliverability', () => {
  it('shows rates with their counts', async () => {
    const answer = () =>
      ok({ ...PERIOD, hasEvents: true, providers: [ROW], total: { ...ROW, provider: 'all' } });
    const call = await callCli(['deliverability', '--days', '30'], { answer });
    expect(call.requests).toMatchObject([{ path: '/v1/deliverability', query: { days: '30' } }]);
    expect(call.out).toContain('2026-02-09 to 2026-03-10, UTC.');
    expect(call.out).toMatch(
      /Gmail +2,000 +1,990 \(99\.5%\) +8 \(0\.4%\) +2 \(0\.1%\) +1 \(0\.05%\) +500 \(25\.13%\) +0\n/,
    );
  });

  it('says that nothing was told yet, or nothing was sent', async () => {
    const none = { ...ROW, delivered: 0, hardBounces: 0, softBounces: 0, complaints: 0, opened: 0 };
    const told = await callCli(['deliverability'], {
      answer: () => ok({ ...PERIOD, hasEvents: false, providers: [none], total: none }),
    });
    expect(told.out).toContain('No delivery events yet: from 2026-02-09 to 2026-03-10 2,000 mails were sent');
    const sent = await callCli(['deliverability'], {
      answer: () => ok({ ...PERIOD, hasEvents: false, providers: [], total: { ...none, sent: 0 } }),
    });
    expect(sent.out).toBe('No mails were sent from 2026-02-09 to 2026-03-10.\n');
  });
});
