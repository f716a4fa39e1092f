/** A recorded history to simulate: eighty customers over ten months, most of them without address or consent. */
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Order } from '../../../core/customer/order.ts';
import type { Person } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import type { ConsentChange } from '../../../core/message/contact.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import type { SimulationRequest } from '../../../local/simulate/request.ts';
import type { SimulationReport } from '../../../local/simulate/report.ts';
import { simulate, type SimulationInput } from '../../../local/simulate/simulate.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { anOrder, at } from '../../support/builders.ts';
import { addressKeyOf, know } from '../../support/sendWorld.ts';
import { importHistory } from '../../support/shops.ts';
import { uniforms } from '../../support/valueCohorts.ts';

const START = at('2025-05-01');
export const FROM = at('2026-01-10');
export const TO = at('2026-03-01');

/** One-time, fading, regular and new customers by turns. */
const KINDS = [
  { orders: 1, from: START, within: 200 },
  { orders: 6, from: START, within: 150 },
  { orders: 30, from: START, within: 100 },
  { orders: 3, from: FROM - 10 * DAY_MS, within: 40 },
] as const;

/** The same every time. */
export function historyOf(customers = 80): Order[] {
  const draw = uniforms(11);
  return Array.from({ length: customers }, (_, who) => {
    const kind = KINDS[who % 4] ?? KINDS[0];
    const gap = 12 + Math.floor(draw() * 20);
    const first = kind.from + Math.floor(draw() * kind.within) * DAY_MS;
    return Array.from({ length: kind.orders }, (_unused, i) =>
      anOrder({
        id: `${who}-${i}`,
        customerId: customerId(`c${String(who).padStart(3, '0')}`),
        at: first + Math.floor(i * gap * (0.8 + 0.4 * draw())) * DAY_MS + Math.floor(draw() * 24) * HOUR_MS,
        amountMinor: 1_500 + Math.floor(draw() * 4_000),
      }),
    ).filter((order) => order.at < at('2026-03-20'));
  }).flat();
}

export interface Recorded {
  readonly orders?: readonly Order[];
  /** Profiles beside what the orders tell. */
  readonly people?: readonly {
    readonly person: Partial<Person>;
    readonly consents: readonly ConsentChange[];
  }[];
}

export async function aHistory({ orders = historyOf(), people = [] }: Recorded = {}): Promise<Store> {
  const store = createMemoryStore();
  for (const { person, consents } of people) await know(store, { knownSince: START, ...person }, consents);
  await importHistory(store, orders);
  return store;
}

export const SHIPPED = loadShipped();

export const ASSUMING = { assumeReachable: ['email'], assumeConsent: ['offers', 'newsletter'] } as const;

export function run(
  source: Store,
  request: Partial<SimulationRequest> = {},
  more: Partial<SimulationInput> = {},
): Promise<SimulationReport> {
  return simulate({
    source,
    sourceKeyOf: addressKeyOf,
    definitions: { ...SHIPPED, settings: DEFAULT_SETTINGS },
    request: {
      from: FROM,
      to: TO,
      seed: 1,
      assumeReachable: [],
      assumeConsent: [],
      render: false,
      ...request,
    },
    ...more,
  });
}
