/** A demonstration shop as the nightly evaluation sees it, without a store. */
import { foldOrders, type Order } from '../../../core/customer/order.ts';
import { evaluateCustomer } from '../../../core/lifecycle/evaluateCustomer.ts';
import { fitShop } from '../../../core/lifecycle/fitShop.ts';
import type { Stage } from '../../../core/lifecycle/lifecycle.ts';
import type { ShopModel } from '../../../core/lifecycle/model.ts';
import { Summariser } from '../../../core/lifecycle/summarise.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import type { Instant } from '../../../core/time.ts';
import type { DemoShop } from '../../../local/demo/demoShop.ts';

export interface Evaluated {
  readonly model: ShopModel;
  readonly stageOf: ReadonlyMap<string, Stage>;
}

export function ordersByCustomer(orders: readonly Order[]): Map<string, Order[]> {
  return Map.groupBy(orders, (order) => order.customerId);
}

/** Stages at 00:00 UTC of an evaluation day. */
export function evaluated(shop: DemoShop, at: Instant): Evaluated {
  const orders = ordersByCustomer(shop.orders);
  const known = shop.people
    .map(({ person }) => person)
    .filter(({ knownSince }) => knownSince < at)
    .map((person) => ({ person, history: foldOrders(orders.get(person.id) ?? [], at) }));
  const summariser = new Summariser(at);
  for (const { person, history } of known) summariser.add(person.id, history);
  const model = fitShop(summariser.summary(), { at: at, model: 'mbg-nbd' }, null, DEFAULT_SETTINGS);
  const stageOf = new Map(
    known.map(({ person, history }) => {
      const input = { knownSince: person.knownSince, lifecycle: null, history };
      return [person.id, evaluateCustomer(input, at, model, DEFAULT_SETTINGS).stage] as const;
    }),
  );
  return { model, stageOf };
}
