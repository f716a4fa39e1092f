/** A year of 100,000 customers through the whole engine and the whole shipped programme: points, offers, win-back, sends. */
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { DAY_MS } from '../../core/time.ts';
import { simulate as simulateShop } from '../../local/simulate/simulate.ts';
import { benchKeyOf, benchSource } from '../benchSource.ts';
import { BENCH_JOURNEYS, BENCH_TEMPLATES, benchProgramme } from '../journeys.ts';
import { peakMemoryMb, requireAtLeast, type Row, timed } from '../row.ts';

const FROM = Date.UTC(2025, 0, 1);
const SHOP = { seed: 7, people: 100_000, from: FROM, days: 365 };
const BAR_SECONDS = 60;
const BAR_MB = 2_048;

export const simulate: Row = {
  name: 'simulate',
  bar: '≤ 60 s, ≤ 2 GB: ≥ 1 M orders, ≥ 1 M sends, ≥ 100,000 refusals for ≥ 4 reasons',
  durability: 'memory',
  heapMb: 3_072,
  growth: 'O(events + contacts), plus a fit of O(customers) each week; memory O(customers + decisions)',
  run: async () => {
    const request = {
      from: FROM,
      to: FROM + SHOP.days * DAY_MS,
      seed: 1,
      assumeReachable: [],
      assumeConsent: [],
      render: false,
    };
    const definitions = {
      journeys: BENCH_JOURNEYS,
      templates: BENCH_TEMPLATES,
      settings: DEFAULT_SETTINGS,
      programme: await benchProgramme(FROM),
    };
    const { seconds, result } = await timed(() =>
      simulateShop({ source: benchSource(SHOP), sourceKeyOf: benchKeyOf, definitions, request }),
    );
    const { ledger, suppressed, liveOrders, evaluations, cost } = result;
    requireAtLeast('live orders', liveOrders, 1_000_000);
    requireAtLeast('sends', ledger.sent, 1_000_000);
    requireAtLeast('refusals', ledger.suppressed, 100_000);
    requireAtLeast('reasons', Object.keys(suppressed).length, 4);
    requireAtLeast('nights', evaluations.nights, SHOP.days);
    requireAtLeast('refits', evaluations.refits, 52);
    const peak = peakMemoryMb();
    return {
      input: { customers: SHOP.people, orders: liveOrders, days: SHOP.days },
      outcome: { ...ledger, ...evaluations, ...suppressed, offersGranted: cost.offers?.granted ?? 0 },
      seconds,
      figure: seconds,
      unit: 's',
      met: seconds <= BAR_SECONDS && peak <= BAR_MB,
      also: {},
    };
  },
};
