import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../../local/api/localApi.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { tempDir } from '../../support/tempDir.ts';
import { callCli } from '../support/callCli.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const root = tempDir();
let api: LocalApi;

beforeAll(() => {
  api = new LocalApi({ dataDir: join(root, 'data'), workspace: 'main', runJob: runJobHere });
});
afterAll(() => api.close());

const COUPON_USERS = `
id: coupon-users
kind: live
name: { en: Coupon users, zh-CN: 用券客户 }
rule:
  all:
    - { event: Coupon Redeemed, count: { min: 3 } }
    - { event: Campaign Received, where: { property: campaign_type, equals: Type A } }
`;

function call(...words: string[]) {
  return callCli(words, { workingDir: root, answer: (request) => api.request(request) });
}

const importInto = (...words: string[]) => call('import', 'complete-journey', ...words);

describe('import complete-journey', () => {
  it('says what is missing', async () => {
    const told = await importInto('.');
    expect([told.code, told.requests]).toEqual([2, []]);
    expect(told.err).toContain('cj_demographics.csv');
  });

  describe.skipIf(!existsSync(join(DATA, 'cj_products.csv')))('the data set itself, where it is', () => {
    it('comes in whole, and again brings nothing new', { timeout: 300_000 }, async () => {
      const first = await importInto(DATA, '--reject-dir', '.', '--json');
      expect(first.code).toBe(0);
      expect(JSON.parse(first.out)).toMatchObject({
        customers: { accepted: 801, rejected: 0 },
        orders: { accepted: 74_999, duplicates: 0, rejected: 1 },
        received: { accepted: 6_589, rejected: 0 },
        redeemed: { accepted: 2_102, rejected: 0 },
        productsLeftOut: 902,
      });
      const again = await importInto(DATA, '--reject-dir', '.', '--json');
      expect(JSON.parse(again.out)).toMatchObject({
        customers: { accepted: 0, unchanged: 801 },
        orders: { accepted: 0, duplicates: 74_999, rejected: 1 },
        received: { accepted: 0, duplicates: 6_589 },
        redeemed: { accepted: 0, duplicates: 2_102 },
      });
      // Counted from the files themselves: 237 households redeemed three coupons or more and received a campaign of type A.
      writeFileSync(join(root, 'coupon-users.yaml'), COUPON_USERS);
      const preview = await call('segments', 'preview', 'coupon-users.yaml', '--json');
      expect(JSON.parse(preview.out)).toMatchObject({
        people: 2_379,
        size: 237,
        reach: { can: 0, cannot: { 'no-address': 237 } },
      });
      const history = await call('campaigns', 'history', '18', '--json');
      expect(JSON.parse(history.out).items).toMatchObject([
        {
          redemption: { received: 1_133, people: 214, coupons: 653 },
          cause: { shown: false, because: expect.arrayContaining(['not-randomised', 'ways-disagree']) },
        },
      ]);
    });
  });
});
