import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../local/api/types.ts';
import { tempDir } from '../../support/tempDir.ts';
import { callCli, ok } from '../support/callCli.ts';

const workingDir = tempDir();

/** An API that keeps what was posted under each key, as the real one does. */
function anApi() {
  const posted = new Map<string, unknown>();
  const answer = ({ path, body, headers = {} }: ApiRequest): ApiResponse => {
    const key = headers['idempotency-key'] ?? '';
    const customer = decodeURIComponent(path.split('/')[3] ?? '');
    if (customer === 'nobody')
      return { status: 404, body: { code: 'unknown-customer', detail: 'there is no customer "nobody"' } };
    const before = posted.get(key);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(body))
      return { status: 409, body: { code: 'key-reused', detail: 'used' } };
    posted.set(key, body);
    const entry = { points: 1, balance: { pending: 0, available: 1 } };
    return ok({ customer, operation: key, outcome: before === undefined ? 'posted' : 'repeated', entry });
  };
  return { answer, posted };
}

async function brought(text: string, api: ReturnType<typeof anApi>, ...more: string[]) {
  writeFileSync(join(workingDir, 'members.csv'), text);
  const words = ['loyalty', 'import-balances', 'members.csv', '--from', 'old', ...more];
  return callCli(words, { answer: api.answer, workingDir });
}

describe('loyalty import-balances', () => {
  it('brings each balance in once, however often the file is sent', async () => {
    const api = anApi();
    const text = 'Member,Balance\nann,300\nbob,450\ncay,0\n';
    const first = await brought(text, api, '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toEqual({
      from: 'old',
      accepted: 2,
      repeated: 0,
      none: 1,
      points: 750,
      rejected: 0,
      rejects: [],
    });
    expect([...api.posted]).toEqual([
      ['opening/old/ann', { kind: 'adjust', points: 300, reason: 'opening balance from old' }],
      ['opening/old/bob', { kind: 'adjust', points: 450, reason: 'opening balance from old' }],
    ]);
    const again = await brought(text, api, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 0, repeated: 2, points: 0 });
  });

  it('refuses rows by line, brings the others in, and ends with 1', async () => {
    const api = anApi();
    await brought('id,points\nann,300\n', api);
    const text = 'id,points\nann,301\nnobody,5\nbob,1.5\ncay,-3\n,9\ndan,7\ndan,7\n';
    const call = await brought(text, api);
    expect(call.code).toBe(1);
    expect(call.out).toBe(
      '7 points of 1 members brought in from old; 0 were there already, 0 had none, 6 rows were refused.\n',
    );
    expect(call.err.trim().split('\n')).toEqual([
      'line 2: ann: another balance came from old before',
      'line 3: nobody: there is no customer "nobody"',
      'line 4: bob: "1.5" is no whole number of points',
      'line 5: cay: "-3" is no whole number of points',
      'line 6: : names no customer',
      'line 8: dan: the customer has a balance further up',
    ]);
  });

  it('says what is wrong with a row in the language of the call, and in documents always in English', async () => {
    const api = anApi();
    await brought('id,points\nann,300\n', api);
    const text = 'id,points\nann,301\nnobody,5\nbob,1.5\n,9\ndan,7\ndan,7\n';
    const call = await brought(text, api, '--lang', 'zh-CN');
    expect(call.err.trim().split('\n')).toEqual([
      '第 2 行：ann：此前已从 old 转入另一数额',
      '第 3 行：nobody：没有这位客户，或未说明是哪位（there is no customer "nobody"）',
      '第 4 行：bob：“1.5”不是整数积分',
      '第 5 行：：未写客户',
      '第 7 行：dan：该客户在前面已有一行',
    ]);
    const document = await brought(text, api, '--lang', 'zh-CN', '--json');
    expect(JSON.parse(document.out).rejects).toEqual([
      { line: 2, customer: 'ann', problem: 'another balance came from old before' },
      { line: 3, customer: 'nobody', problem: 'there is no customer "nobody"' },
      { line: 4, customer: 'bob', problem: '"1.5" is no whole number of points' },
      { line: 5, customer: '', problem: 'names no customer' },
      { line: 7, customer: 'dan', problem: 'the customer has a balance further up' },
    ]);
  });

  it.each([
    ['a column that is not there', ['--points', 'nope'], '--points'],
    ['a source that cannot name a key', ['--from', 'Old Programme'], '--from'],
  ])('takes %s for misuse', async (_, more, option) => {
    const call = await brought('id,points\nann,300\n', anApi(), ...more);
    expect([call.code, call.requests.length]).toEqual([2, 0]);
    expect(call.err).toContain(option);
  });

  it('stops where no programme is published', async () => {
    writeFileSync(join(workingDir, 'members.csv'), 'id,points\nann,300\n');
    const refusal = { status: 409, body: { code: 'no-loyalty-programme', detail: 'there is none' } };
    const call = await callCli(['loyalty', 'import-balances', 'members.csv', '--from', 'old'], {
      answer: () => refusal,
      workingDir,
    });
    expect(call.code).toBe(1);
    expect(call.err).toContain('there is none');
  });
});
