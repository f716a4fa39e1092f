import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../../local/api/localApi.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { tempDir } from '../../support/tempDir.ts';
import { callCli } from '../support/callCli.ts';

const root = tempDir();
let api: LocalApi;

function call(...words: string[]) {
  return callCli(words, { workingDir: root, answer: (request) => api.request(request) });
}

beforeAll(async () => {
  api = new LocalApi({ dataDir: join(root, 'data'), workspace: 'main', runJob: runJobHere });
  const days = ['2026-01-01', '2026-02-10', '2026-03-05', '2026-05-01'];
  const orders = ['a', 'b', 'c', 'd'].flatMap((id, n) => days.map((day) => `${id},${day},${10 + n}`));
  writeFileSync(join(root, 'orders.csv'), `who,day,sum\n${orders.join('\n')}\n`);
  await call(
    'import',
    'orders',
    'orders.csv',
    '--map',
    'customer=who,date=day,amount=sum',
    '--currency',
    'EUR',
  );
});
afterAll(() => api.close());

describe('campaigns history', () => {
  it('says that none was imported', async () => {
    expect((await call('campaigns', 'history')).out).toContain('No campaign was imported');
  });

  it('tells redemptions, spending and that no cause is shown, in both languages', async () => {
    writeFileSync(
      join(root, 'events.ndjson'),
      [
        ...['a', 'b'].map((who) => ({ who, day: '2026-03-01', what: 'Campaign Received', id: 's1' })),
        { who: 'a', day: '2026-03-05', what: 'Coupon Redeemed', id: 's1', coupon: 'X1' },
      ]
        .map(
          (row) =>
            `${JSON.stringify({ ...row, type: 'Spring', starts: '2026-03-01', ends: '2026-03-31' })}\n`,
        )
        .join(''),
    );
    const map =
      'customer=who,date=day,name=what,property.campaign_id=id,property.campaign_type=type,property.starts=starts,property.ends=ends,property.coupon_upc=coupon';
    expect((await call('import', 'events', 'events.ndjson', '--map', map)).code).toBe(0);
    const told = await call('campaigns', 'history');
    expect(told.out).toMatch(/s1\s+Spring\s+2026-03-01\s+2026-03-31\s+2\s+50%/);
    const one = await call('campaigns', 'history', 's1');
    expect(one.out).toContain('Cannot show cause');
    expect(one.out).toContain('X1 (1)');
    expect((await call('campaigns', 'history', 's1', '--lang', 'zh-CN')).out).toContain('不能说明因果');
    const document = JSON.parse((await call('campaigns', 'history', 's1', '--json')).out);
    expect(document).toMatchObject({
      currency: 'EUR',
      items: [
        {
          id: 's1',
          days: 31,
          redemption: { received: 2, people: 1, rate: 0.5 },
          spend: { people: { treated: 2, control: 2 }, during: { treated: 1_050, control: 1_250 } },
          cause: { shown: false, because: expect.arrayContaining(['not-randomised', 'few-people']) },
        },
      ],
    });
  });

  it('names what there is not', async () => {
    const call404 = await call('campaigns', 'history', 'nothing');
    expect([call404.code, call404.err.includes('campaigns history')]).toEqual([1, true]);
  });
});
