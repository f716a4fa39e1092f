import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../../core/customer/event.ts';
import { customerId } from '../../../core/ids.ts';
import { postPoints } from '../../../core/loyalty/postPoints.ts';
import { recount } from '../../../core/loyalty/recount.ts';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import { publishPart } from '../../../core/programme/programme.ts';
import { pointsDeps } from '../../../functions/management/routes/loyalty.ts';
import { tillOf } from '../../../local/demo/till.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aContainer } from '../../support/aContainer.ts';
import { anOrder, NOW } from '../../support/builders.ts';
import { know, offerDeps } from '../../support/offerWorld.ts';
import { aProgramme } from '../../core/loyalty/given.ts';

const PEOPLE = Array.from({ length: 40 }, (_, n) => `p${n}`);

function bought(id: string, amountMinor = 5_000, at = NOW): OrderEvent {
  const order = anOrder({ id: `${id}-1`, customerId: customerId(id), at, amountMinor });
  const { customerId: buyer } = order;
  return { kind: 'order', source: 'demo', messageId: order.id, customerId: buyer, at, order };
}

async function aShop() {
  const { container, store } = aContainer();
  await know(store, ...PEOPLE);
  await publishPart(store, 'loyalty', JSON.parse(JSON.stringify(aProgramme())), NOW);
  const give = async (id: string) => {
    const asked = { customerId: customerId(id), offerId: 'ten-off', by: 'op', journeyId: null, now: NOW };
    const given = await grantOffer(offerDeps(store), asked);
    return given.kind === 'granted' ? given.grant.code : null;
  };
  return { container, store, till: tillOf(container), give };
}

describe('the checkout of the demonstration shop', () => {
  it('takes the codes of most who hold one off what they pay, and tells them with the order', async () => {
    const { till, give } = await aShop();
    let used = 0;
    for (const id of PEOPLE) {
      const coupon = await give(id);
      const paid = await till(bought(id));
      if (paid.kind !== 'order' || paid.order.amountMinor === 5_000) continue;
      used += 1;
      expect(paid).toMatchObject({ order: { amountMinor: 4_000 }, properties: { coupon, discount: 10 } });
    }
    expect(used).toBeGreaterThan(PEOPLE.length / 2);
    expect(used).toBeLessThan(PEOPLE.length);
  });

  it('leaves orders of who holds nothing, refunds and codes that ran out as they were drawn', async () => {
    const { till, give } = await aShop();
    for (const id of PEOPLE) expect(await till(bought(id))).toEqual(bought(id));
    await give('p0');
    const refund = bought('p0', -5_000);
    expect(await till(refund)).toEqual(refund);
    const late = bought('p0', 5_000, NOW + 400 * DAY_MS);
    expect(await till(late)).toEqual(late);
  });

  it('lets some pay with points they have, in the steps of the programme, once', async () => {
    const { container, store, till } = await aShop();
    const deps = await pointsDeps(container);
    for (const id of PEOPLE) {
      const about = { customerId: customerId(id), operation: 'open', points: 1_234, at: NOW } as const;
      await postPoints(deps, { kind: 'award', ...about });
      for (let tries = 0; tries < 2; tries += 1) await till(bought(id, 1_000));
    }
    const books = await recount(store);
    const spent = books.programme['redeemed'] ?? 0;
    expect(books.balanced).toBe(true);
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThan(PEOPLE.length * 500);
    expect(spent % 1_000).toBe(0);
  });
});
