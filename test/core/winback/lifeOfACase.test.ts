/** A case from the night that finds somebody lost to the day its window ends, on the memory store. */
import { describe, expect, it } from 'vitest';
import type { OrderEvent, TrackedEvent } from '../../../core/customer/event.ts';
import { anonymousIdOf } from '../../../core/customer/identity.ts';
import { customerId } from '../../../core/ids.ts';
import { isShopHeldOut } from '../../../core/message/gates/holdout.ts';
import { settingsSchema } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anOrder } from '../../support/builders.ts';
import { personOf } from '../../support/shops.ts';
import { aWinBackShop, LATE, type WinBackShop } from '../../support/winBackShop.ts';

let told = 0;
function happened(who: string, name: string, at: number, properties = {}): TrackedEvent {
  told += 1;
  const id = customerId(who);
  return { kind: 'tracked', source: 'test', messageId: `m${told}`, customerId: id, at, name, properties };
}

function ordered(who: string, at: number, amountMinor = 6_000): OrderEvent {
  told += 1;
  const id = customerId(who);
  const order = anOrder({ id: `back-${told}`, customerId: id, at, amountMinor });
  return { kind: 'order', source: 'test', messageId: `m${told}`, customerId: id, at, order };
}

const ids = Array.from({ length: 12 }, (_, n) => `c${n}`);

async function allCases(shop: WinBackShop) {
  return (await Promise.all(ids.map((id) => shop.casesOf(id)))).flat();
}

describe('somebody comes into decline', () => {
  it('is taken up in the commit that finds them lost, with the whole sum', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    const cases = await allCases(shop);
    expect(cases).toHaveLength(12);
    for (const one of cases) {
      expect(one).toMatchObject({ status: 'open', openedAt: LATE, endsAt: LATE + 90 * DAY_MS });
      expect(one.sum?.rungs[0]?.rung).toBe('nothing');
      expect((await personOf(shop.store, one.customerId)).lifecycle?.winBack).toEqual({
        case: one.id,
        verdict: one.verdict,
        loss: 'unknown',
        arm: one.arm,
        rung: one.rung,
      });
    }
    const facts = await shop.store.factsOf(customerId('c3'), 5);
    expect(facts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['win-back', 'stage-changed']));
  });

  it('is taken up once, however many nights follow', async () => {
    const shop = await aWinBackShop();
    for (let n = 0; n < 3; n += 1) {
      await shop.night();
      shop.clock.now += DAY_MS;
    }
    expect(await allCases(shop)).toHaveLength(12);
  });

  it('is taken up by nobody where no policy is published', async () => {
    const shop = await aWinBackShop(null);
    await shop.night();
    expect(await allCases(shop)).toHaveLength(0);
    expect((await personOf(shop.store, 'c3')).lifecycle?.winBack).toBeUndefined();
  });

  it('whom the shop holds out of everything is in no arm', async () => {
    const settings = settingsSchema.parse({ messages: { holdout: { share: 0.5 } } });
    const shop = await aWinBackShop({}, [], { messages: { holdout: { share: 0.5 } } });
    await shop.night();
    const cases = await allCases(shop);
    const isOut = ({ customerId: id }: (typeof cases)[number]) => isShopHeldOut(settings, id, LATE);
    expect(cases.filter(isOut).length).toBeGreaterThan(0);
    for (const one of cases.filter(isOut)) {
      expect(one).toMatchObject({ arm: null, rung: null, propensity: null, by: 'sum' });
      expect(one.verdict).toBe(one.sumVerdict);
    }
    for (const one of cases.filter((other) => !isOut(other))) expect(one.arm).not.toBeNull();
  });

  it('goes the way of its verdict in a journey that begins with the stage', async () => {
    const journey = aJourney({
      id: 'win-back',
      entry: [{ on: 'stage', to: 'decline', where: { verdict: ['end'] } }],
    });
    const shop = await aWinBackShop({}, [journey]);
    await shop.tell(happened('c3', 'Customer Moved', LATE - 60_000));
    await shop.night();
    const entered = await Promise.all(
      ids.map(async (id) => (await shop.store.loadPerson(customerId(id)))?.enrolments.length ?? 0),
    );
    expect(entered[3]).toBe(1);
    expect(entered.filter((count) => count > 0)).toHaveLength(1);
  });
});

describe('what is told of a loss', () => {
  it.each([
    ['Payment Failed', {}, 'passive', 'wait'],
    ['Address Invalid', {}, 'passive', 'wait'],
    ['Customer Moved', {}, 'natural', 'end'],
    ['Customer Died', {}, 'natural', 'end'],
    ['Fraud Flagged', {}, 'malicious', 'end'],
    ['Credit Refused', {}, 'malicious', 'end'],
    ['Complaint Opened', { complaint_id: 'k1' }, 'retaliatory', 'wait'],
    ['Loss Reason Given', { reason: 'involuntary' }, 'natural', 'end'],
  ])('%s %j: %s, %s', async (name, properties, loss, verdict) => {
    const shop = await aWinBackShop();
    await shop.tell(happened('c3', name, LATE - 60_000, properties));
    await shop.night();
    const [one] = await shop.casesOf('c3');
    expect(one).toMatchObject({ loss: { kind: loss }, verdict, by: 'loss', arm: null });
  });

  it.each([
    ['price', 'competitive', 'ask'],
    ['competition', 'competitive', 'ask'],
    ['bad-encounter', 'own-fault', 'mend'],
    ['core-failure', 'own-fault', 'mend'],
  ])('the reason %s goes to the sum as %s, with the answer %s', async (reason, kind, answer) => {
    const shop = await aWinBackShop();
    await shop.tell(happened('c3', 'Loss Reason Given', LATE - 60_000, { reason }));
    await shop.night();
    const [one] = await shop.casesOf('c3');
    expect(one?.loss).toEqual({ kind, answer, because: reason });
    expect(one?.by).not.toBe('loss');
  });

  it('while the case is open judges it anew, in the commit of the event', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    shop.clock.now += 5 * DAY_MS;
    await shop.tell(happened('c3', 'Fraud Flagged', shop.clock.now));
    const [one] = await shop.casesOf('c3');
    expect(one).toMatchObject({ verdict: 'end', loss: { kind: 'malicious' }, version: 2 });
    expect((await personOf(shop.store, 'c3')).lifecycle?.winBack).toMatchObject({ verdict: 'end' });
  });

  it('a card that works again hands the case to the sum within the week, with the arm it had', async () => {
    const shop = await aWinBackShop();
    await shop.tell(happened('c3', 'Payment Failed', LATE - 60_000));
    await shop.night();
    shop.clock.now += DAY_MS;
    await shop.tell(happened('c3', 'Payment Succeeded', shop.clock.now));
    const [one] = await shop.casesOf('c3');
    expect(one).toMatchObject({ loss: { kind: 'unknown' } });
    expect(['sum', 'chance']).toContain(one?.by);
  });

  it.each([['open'], ['closed']])(
    'a complaint judges the open case in the commit of its event; in the end it is %s',
    async (end) => {
      const shop = await aWinBackShop();
      await shop.night();
      const before = (await allCases(shop)).find(({ verdict }) => verdict === 'recover');
      if (before === undefined) throw new Error('nobody is to be recovered');
      const who = before.customerId;
      shop.clock.now += DAY_MS;
      await shop.tell(happened(who, 'Complaint Opened', shop.clock.now, { complaint_id: 'k1' }));
      const [waiting] = await shop.casesOf(who);
      expect(waiting).toMatchObject({
        verdict: 'wait',
        by: 'loss',
        arm: null,
        rung: null,
        loss: { kind: 'retaliatory', answer: 'settle', because: 'k1' },
        version: 2,
      });
      const mark = (await personOf(shop.store, who)).lifecycle?.winBack;
      expect(mark).toMatchObject({ verdict: 'wait', loss: 'retaliatory', rung: null });
      shop.clock.now += DAY_MS;
      if (end === 'closed')
        await shop.tell(happened(who, 'Complaint Closed', shop.clock.now, { complaint_id: 'k1' }));
      const [after] = await shop.casesOf(who);
      if (end === 'open') return expect(after).toEqual(waiting);
      const { verdict, by, arm, rung, propensity, loss } = before;
      expect(after).toMatchObject({ verdict, by, arm, rung, propensity, loss, version: 3, status: 'open' });
      expect((await personOf(shop.store, who)).lifecycle?.winBack).toMatchObject({ verdict, arm, rung });
    },
  );

  it('a second complaint keeps the case waiting when the first is closed', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    const verdictAfter = async (name: string, complaint_id: string) => {
      shop.clock.now += DAY_MS;
      await shop.tell(happened('c3', name, shop.clock.now, { complaint_id }));
      return (await shop.casesOf('c3'))[0]?.verdict;
    };
    const before = (await shop.casesOf('c3'))[0]?.verdict;
    expect(await verdictAfter('Complaint Opened', 'k1')).toBe('wait');
    expect(await verdictAfter('Complaint Opened', 'k2')).toBe('wait');
    expect(await verdictAfter('Complaint Closed', 'k1')).toBe('wait');
    expect(before).not.toBe('wait');
    expect(await verdictAfter('Complaint Closed', 'k2')).toBe(before);
  });
});

describe('a lost customer whose visits turn out to be theirs', () => {
  it.each([
    ['ended', 'Customer Moved', {}, 'end'],
    ['with an open complaint', 'Complaint Opened', { complaint_id: 'k1' }, 'wait'],
  ])('stays as they were, %s', async (_, name, properties, verdict) => {
    const shop = await aWinBackShop();
    await shop.tell(happened('c3', name, LATE - 60_000, properties));
    await shop.night();
    await shop.wave();
    const visitor = anonymousIdOf('browser-of-c3');
    shop.clock.now += DAY_MS;
    await shop.tell(happened(visitor, 'Looked', shop.clock.now));
    await shop.tell({
      ...happened('c3', 'Signed In', shop.clock.now),
      alsoKnownAs: [visitor],
    });
    const { members, lifecycle } = await personOf(shop.store, 'c3');
    expect(members).toEqual([visitor]);
    expect(lifecycle?.winBack).toMatchObject({ verdict });
    expect(await shop.casesOf('c3')).toHaveLength(1);
  });
});

describe('the end of a window', () => {
  it('says what became of it: who came back, with what margin, and who did not', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    shop.clock.now = LATE + 10 * DAY_MS;
    await shop.tell(ordered('c3', shop.clock.now));
    shop.clock.now = LATE + 30 * DAY_MS;
    await shop.tell(ordered('c3', shop.clock.now));
    shop.clock.now = LATE + 90 * DAY_MS;
    await shop.wave();
    const [back] = await shop.casesOf('c3');
    expect(back).toMatchObject({ status: 'closed', closedBecause: 'window', blockedUntil: null });
    expect(back?.outcome).toMatchObject({
      returnedAt: LATE + 10 * DAY_MS,
      orders: 2,
      marginMinor: 6_000,
      netMinor: 6_000,
    });
    const [away] = await shop.casesOf('c4');
    expect(away?.outcome).toMatchObject({ returnedAt: null, orders: 0, netMinor: 0 });
  });

  it('an order after the window is no return of it', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    shop.clock.now = LATE + 90 * DAY_MS;
    await shop.tell(ordered('c3', shop.clock.now));
    await shop.wave();
    expect((await shop.casesOf('c3'))[0]?.outcome?.returnedAt).toBeNull();
  });

  it('a new loss after a return is a new case', async () => {
    const shop = await aWinBackShop();
    await shop.night();
    shop.clock.now = LATE + 10 * DAY_MS;
    await shop.tell(ordered('c3', shop.clock.now));
    shop.clock.now = LATE + 300 * DAY_MS;
    await shop.night();
    expect(await shop.casesOf('c3')).toHaveLength(2);
    expect(await shop.casesOf('c4')).toHaveLength(1);
  });
});

describe('an end', () => {
  async function ended(policy = {}): Promise<WinBackShop> {
    const shop = await aWinBackShop(policy);
    await shop.tell(happened('c3', 'Customer Moved', LATE - 60_000));
    await shop.night();
    return shop;
  }

  it('closes where nothing is left to settle, and blocks for 180 days', async () => {
    const shop = await ended();
    await shop.wave();
    const [one] = await shop.casesOf('c3');
    expect(one).toMatchObject({ status: 'closed', closedBecause: 'end', outcome: null });
    expect(one?.blockedUntil).toBe(LATE + 180 * DAY_MS);
  });

  it('waits for a complaint and for a return, and says so', async () => {
    const shop = await ended();
    await shop.tell(happened('c3', 'Return Requested', LATE));
    await shop.wave();
    expect((await shop.casesOf('c3'))[0]).toMatchObject({ status: 'settling', waitsFor: ['return'] });
    shop.clock.now += DAY_MS;
    await shop.tell(happened('c3', 'Return Closed', shop.clock.now));
    shop.clock.now = LATE + 7 * DAY_MS;
    await shop.wave();
    expect((await shop.casesOf('c3'))[0]).toMatchObject({ status: 'closed', waitsFor: [] });
  });

  it('nobody is taken up again within the block, and whoever orders is', async () => {
    const shop = await ended({ blockDays: 1_000 });
    await shop.wave();
    const before = await personOf(shop.store, 'c3');
    expect(before.lifecycle?.winBack?.verdict).toBe('end');
    shop.clock.now = LATE + 20 * DAY_MS;
    await shop.tell(happened('c3', 'Address Confirmed', shop.clock.now));
    expect(await shop.casesOf('c3')).toHaveLength(1);
    await shop.tell(ordered('c3', shop.clock.now));
    expect((await personOf(shop.store, 'c3')).lifecycle?.winBack).toBeUndefined();
    shop.clock.now = LATE + 300 * DAY_MS;
    await shop.night();
    const cases = await shop.casesOf('c3');
    expect(cases).toHaveLength(2);
    expect(cases[1]).toMatchObject({ status: 'open', loss: { kind: 'unknown' } });
  });
});
