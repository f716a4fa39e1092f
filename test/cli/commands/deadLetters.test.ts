import { describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../local/api/types.ts';
import { callCli, ok } from '../support/callCli.ts';

const PARKED = {
  items: [{ kind: 'send', id: 'maya/care//1/tell/1', customerId: 'maya', error: 'TypeError:\n no' }],
  next: null,
};
const FAILED = {
  items: [
    {
      id: 'maya/care//1/tell/1',
      webhookId: 'maya/care//1/tell/1',
      customerId: 'maya',
      journeyId: 'care',
      nodeId: 'tell',
      url: 'https://hooks.example.com/p',
      outcome: 'unknown',
      reason: "the webhook's receiver answered 500",
      tries: 22,
      decidedAt: '2026-03-10T11:00:00.000Z',
      settledAt: '2026-03-13T11:00:00.000Z',
    },
  ],
  next: null,
};
const SECRETS = {
  items: [
    { secret: 'whsec_new', until: null },
    { secret: 'whsec_old', until: '2026-03-11T11:00:00.000Z' },
  ],
};
const EMPTY = { items: [], next: null };

const asked = (requests: readonly ApiRequest[]) =>
  requests.map(({ method, path, body, query }) => [method, path, body ?? query]);

/** Answers a list in pages of the test's making. */
function paged(pages: readonly unknown[]): () => ApiResponse {
  const rest = pages.map((items, n) => ({ items, next: n + 1 < pages.length ? `page-${n + 1}` : null }));
  return () => ok(rest.shift());
}

describe('parked', () => {
  it('lists what gave up, with its error in one line', async () => {
    const call = await callCli(['parked'], { answer: () => ok(PARKED) });
    expect([call.code, call.out]).toEqual([
      0,
      [
        'What     Customer  Id                   Error',
        'message  maya      maya/care//1/tell/1  TypeError: no\n',
      ].join('\n'),
    ]);
    expect(call.err).toContain('perennial parked redrive');
    const chinese = await callCli(['parked', '--lang', 'zh-CN'], { answer: () => ok(PARKED) });
    expect(chinese.out).toContain('消息');
  });

  it('shows as many as --limit says, and that there are more', async () => {
    const pages = [PARKED.items, [...PARKED.items, ...PARKED.items]];
    const call = await callCli(['parked', '--limit', '2', '--json'], { answer: paged(pages) });
    expect(JSON.parse(call.out)).toEqual({ items: [...PARKED.items, ...PARKED.items], more: true });
  });

  it.each(['0', '1001', 'x'])('refuses --limit %s', async (limit) => {
    expect((await callCli(['parked', '--limit', limit], { answer: () => ok(PARKED) })).code).toBe(2);
  });
});

describe('webhooks failed', () => {
  it('lists calls with their last answer, filtered as asked, over pages that hold none', async () => {
    const argv = ['webhooks', 'failed', '--since', '2026-03-01', '--journey', 'care'];
    const call = await callCli(argv, { answer: paged([[], FAILED.items]), columns: 200 });
    expect(call.code).toBe(0);
    expect(call.out).toContain(
      "unknown     22  the webhook's receiver answered 500  https://hooks.example.com/p",
    );
    expect(asked(call.requests)).toMatchObject([
      ['GET', '/v1/webhooks/failed', { since: '2026-03-01', journey: 'care' }],
      ['GET', '/v1/webhooks/failed', { cursor: 'page-1' }],
    ]);
  });

  it('says when there are none', async () => {
    const call = await callCli(['webhooks', 'failed', '--lang', 'zh-CN'], { answer: () => ok(EMPTY) });
    expect([call.code, call.out]).toEqual([0, '']);
    expect(call.err).toContain('Webhook');
  });
});

describe.each([
  [['parked', 'redrive'], '/v1/parked/redrive'],
  [['webhooks', 'redrive'], '/v1/webhooks/redrive'],
])('%j', (command, path) => {
  it('takes up those named', async () => {
    const items = [{ id: 'a', state: 'redriven' }];
    const call = await callCli([...command, 'a'], { answer: () => ok({ items, next: null }) });
    expect([call.code, asked(call.requests)]).toEqual([0, [['POST', path, { ids: ['a'] }]]]);
    expect(call.out).toContain(': 1.');
  });

  it('says which one is not, and ends with 1', async () => {
    const items = [
      { id: 'a', state: 'redriven' },
      { id: 'b', state: 'under-way' },
    ];
    const answer = () => ok({ items, next: null });
    const call = await callCli([...command, 'a', 'b'], { answer });
    expect(call.code).toBe(1);
    expect(call.out).toContain('b: it is being called, or waits for its next call.');
    expect((await callCli([...command, 'a', 'b', '--lang', 'zh-CN'], { answer })).out).toContain('正在调用');
    const json = await callCli([...command, 'a', 'b', '--json'], { answer });
    expect([json.code, JSON.parse(json.out)]).toEqual([1, { items }]);
  });

  it('takes up all of them, page by page', async () => {
    const pages = [[{ id: 'a', state: 'redriven' }], [{ id: 'b', state: 'redriven' }]];
    const call = await callCli([...command, '--all'], { answer: paged(pages) });
    expect(asked(call.requests)).toEqual([
      ['POST', path, { all: true }],
      ['POST', path, { all: true, cursor: 'page-1' }],
    ]);
    expect([call.code, call.out.includes(': 2.')]).toEqual([0, true]);
  });

  it('says that there is nothing', async () => {
    const call = await callCli([...command, '--all'], { answer: () => ok(EMPTY) });
    expect([call.code, call.err]).toEqual([0, 'There was nothing to take up again.\n']);
  });

  it.each([[[]], [['a', '--all']]])('refuses %j', async (more) => {
    const call = await callCli([...command, ...more], { answer: () => ok(EMPTY) });
    expect([call.code, call.requests]).toEqual([2, []]);
  });

  it('does not go round in a circle', async () => {
    const answer = () => ok({ items: [{ id: 'a', state: 'redriven' }], next: 'same' });
    expect((await callCli([...command, '--all'], { answer })).code).toBe(1);
  });
});

describe('webhooks redrive', () => {
  it('filters all of them, and nothing that is named', async () => {
    const call = await callCli(['webhooks', 'redrive', '--all', '--journey', 'care'], {
      answer: () => ok(EMPTY),
    });
    expect(asked(call.requests)).toEqual([['POST', '/v1/webhooks/redrive', { all: true, journey: 'care' }]]);
    const named = await callCli(['webhooks', 'redrive', 'a', '--since', '2026-03-01'], {
      answer: () => ok(EMPTY),
    });
    expect([named.code, named.requests]).toEqual([2, []]);
  });
});

describe('webhooks secret', () => {
  it('shows the secrets and how a call is verified', async () => {
    const call = await callCli(['webhooks', 'secret'], { answer: () => ok(SECRETS) });
    expect(call.out).toContain('Newest secret: whsec_new\nSigns along until 2026-03-11 11:00');
    expect(call.out).toContain('webhook-signature');
    expect(asked(call.requests)).toEqual([['GET', '/v1/webhooks/secrets', undefined]]);
    const chinese = await callCli(['webhooks', 'secret', '--lang', 'zh-CN'], { answer: () => ok(SECRETS) });
    expect(chinese.out).toContain('最新密钥：whsec_new');
  });

  it.each(['rotate', 'retire'])('has a way to --%s', async (change) => {
    const call = await callCli(['webhooks', 'secret', `--${change}`, '--json'], {
      answer: () => ok(SECRETS),
    });
    expect(asked(call.requests)).toEqual([['POST', `/v1/webhooks/secrets/${change}`, undefined]]);
    expect(JSON.parse(call.out)).toEqual(SECRETS);
  });

  it('does one of the two', async () => {
    const call = await callCli(['webhooks', 'secret', '--rotate', '--retire'], { answer: () => ok(SECRETS) });
    expect([call.code, call.requests]).toEqual([2, []]);
  });
});
