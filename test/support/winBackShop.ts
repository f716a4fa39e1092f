/** A shop of twelve who fall silent together, with a win-back policy in force. */
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import { customerId } from '../../core/ids.ts';
import type { Json } from '../../core/json.ts';
import { cachedBook } from '../../core/journey/book.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { evaluateShop } from '../../core/lifecycle/evaluateShop.ts';
import type { Store } from '../../core/ports.ts';
import { publishPart } from '../../core/programme/programme.ts';
import { type Settings, settingsSchema } from '../../core/settings/settings.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { casesOf } from '../../core/winback/takeUp.ts';
import { runWave } from '../../local/machines/runWave.ts';
import { type Container } from '../../functions/shared/container.ts';
import { aContainer } from './aContainer.ts';
import { anOrder, at } from './builders.ts';
import { addressKeyOf } from './sendWorld.ts';
import { aShop, evaluationDeps } from './shops.ts';

export const START = at('2026-01-01');
/** Twelve customers with four orders each, 20 days apart. */
const ORDERS = Array.from({ length: 12 }, (_, who) =>
  [0, 20, 40, 60].map((day) =>
    anOrder({
      id: `${who}-${day}`,
      customerId: customerId(`c${who}`),
      at: START + (day + (who % 2)) * DAY_MS,
      amountMinor: 10_000,
    }),
  ),
).flat();
/** All of them are late by then. */
export const LATE = START + 200 * DAY_MS;

export interface WinBackShop {
  readonly store: Store;
  readonly container: Container;
  readonly clock: { now: Instant };
  readonly tell: (event: CustomerEvent) => Promise<'applied' | 'duplicate'>;
  /** The nightly evaluation of the day of the clock. */
  readonly night: () => Promise<void>;
  /** Waves until nothing of upkeep is due at the clock's time. */
  readonly wave: () => Promise<void>;
  readonly casesOf: (id: string) => ReturnType<typeof casesOf>;
}

/** Evaluated before anyone was late; `policy` null publishes none. */
export async function aWinBackShop(
  policy: Json | null = {},
  journeys: readonly JourneyDefinition[] = [],
  settings: object = {},
): Promise<WinBackShop> {
  const shopSettings: Settings = settingsSchema.parse({ value: { margin: 0.5 }, ...settings });
  const store = await aShop(ORDERS);
  const { container, clock } = aContainer({ store, settings: shopSettings });
  clock.now = START + 62 * DAY_MS;
  const book = cachedBook(store);
  const night = async () => {
    const request = { at: clock.now, now: clock.now, force: false };
    await evaluateShop(evaluationDeps(store, shopSettings), await book(), request);
  };
  await night();
  if (policy !== null) await publishPart(store, 'win-back', policy, clock.now);
  for (const journey of journeys) await store.publishJourney(journey, clock.now);
  clock.now = LATE;
  return {
    store,
    container,
    clock,
    night,
    tell: async (event) => {
      const model = await store.model();
      if (model === null) throw new Error('the shop was never evaluated');
      const deps = { store, addressKeyOf, settings: shopSettings, model };
      return applyEvent(deps, await book(), event, clock.now);
    },
    wave: async () => {
      await runWave(container);
    },
    casesOf: (id) => casesOf(store, customerId(id)),
  };
}
