import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../../adapters/memory/memoryBlobs.ts';
import { customerId } from '../../../../core/ids.ts';
import { changeCatalogue } from '../../../../functions/shared/catalogueNews.ts';
import { runEvaluation } from '../../../../local/machines/runEvaluation.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { anOrder, at } from '../../../support/builders.ts';
import { importHistory } from '../../../support/shops.ts';
import { call } from '../call.ts';

const TODAY = at('2026-06-01');

interface Told {
  readonly valueMinor: number;
  readonly valueMargin: {
    readonly share: number;
    readonly by: string;
    readonly ownOrders: number | null;
    readonly text: Readonly<Record<'en' | 'zh-CN', string>>;
  } | null;
}

/** Forty customers of four orders, half of what leaves 10 %, half of what leaves 80 %; and one whose order names nothing. */
async function aShop({ costs = true, alike = false } = {}) {
  const world = aContainer({ documents: memoryBlobs() });
  world.clock.now = TODAY;
  const orders = Array.from({ length: 160 }, (_, n) => {
    const who = n % 40;
    const item = alike || who % 2 === 1 ? 'fat' : n % 7 === 0 ? 'fat' : 'thin';
    return anOrder({
      id: `o${n}`,
      customerId: customerId(`c${who}`),
      at: TODAY - (110 - 30 * Math.floor(n / 40)) * DAY_MS,
      amountMinor: 1_000,
      lines: [{ item, quantity: 1, priceMinor: null }],
    });
  });
  const bare = anOrder({ id: 'bare', customerId: customerId('bare'), at: TODAY - 20 * DAY_MS });
  await importHistory(world.store, [...orders, bare]);
  const cost = (costMinor: number) => (costs ? { costMinor } : {});
  await changeCatalogue(world.container, () => ({
    currency: 'USD',
    items: [
      { item: 'thin', ...cost(900) },
      { item: 'fat', ...cost(200) },
    ],
  }));
  const ask = async (id: string) => (await call<Told>(world.container, `/v1/customers/${id}`)).body;
  return { ...world, ask, night: () => runEvaluation(world.container, { at: TODAY, force: true }) };
}

describe('the margin a value rests on', () => {
  it('is told with its reason, in both languages', async () => {
    const { ask, night, container } = await aShop();
    expect((await ask('c2')).valueMargin).toBeNull();
    await night();
    const [thin, fat] = [await ask('c2'), await ask('c1')];
    expect(thin.valueMargin).toMatchObject({ by: 'own', ownOrders: 4 });
    expect(thin.valueMinor).toBeLessThan(fat.valueMinor);
    expect(thin.valueMargin?.text.en).toMatch(
      /^[\d.]+%: the [\d.]+% of their 4 orders counts for [\d.]+%, the shop's [\d.]+% for the rest\.$/,
    );
    expect(thin.valueMargin?.text['zh-CN']).toMatch(
      /^[\d.]+%：本人4笔订单的毛利率[\d.]+%占[\d.]+%，其余按全店的[\d.]+%。$/,
    );
    const { body } = await call<Told>(container, '/v1/customers/c2/relationship');
    expect(body.valueMargin).toEqual(thin.valueMargin);
  });

  it('is the shop’s of who bought nothing that names goods', async () => {
    const { ask, night } = await aShop();
    await night();
    const { valueMargin } = await ask('bare');
    expect(valueMargin).toMatchObject({ by: 'shop', ownOrders: null });
    expect(valueMargin?.text).toMatchObject({
      en: expect.stringContaining("the shop's: nothing tells of their own"),
      'zh-CN': expect.stringContaining('尚无本人的依据'),
    });
  });

  it('is the shop’s where customers leave alike', async () => {
    const { ask, night } = await aShop({ alike: true });
    await night();
    expect((await ask('c1')).valueMargin).toMatchObject({ by: 'shop', share: 0.8 });
  });

  it('is the stated one where no cost is known', async () => {
    const { ask, night } = await aShop({ costs: false });
    await night();
    const { valueMargin } = await ask('c1');
    expect(valueMargin).toMatchObject({ by: 'stated', share: 1 });
    expect(valueMargin?.text.en).toBe('100%, as the settings state it: what goods cost is not known.');
  });

  it('travels through the state machine: the report tells how far customers differ', async () => {
    const { night } = await aShop();
    const ending = await night();
    if (ending.kind === 'failed') throw new Error(ending.detail);
    expect(ending.report.margin?.credibility).toMatchObject({ people: 40 });
    expect(ending.report.margin?.credibility?.priorMinor).toBeGreaterThanOrEqual(1_000);
  });
});
