/**
 * The reference workload: four customers and three days in which everything on the send path happens once or twice. Every call
 * it makes is struck by every fault, so it is small; what each customer is there for is said with them.
 */
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { customerId } from '../../../core/ids.ts';
import type { ConsentChange } from '../../../core/message/contact.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { anOrder } from '../../support/builders.ts';
import { type PlannedArrival, type PlannedCustomer, START, type WorldPlan } from './plan.ts';

const BEFORE = START - 30 * DAY_MS;

function agreed(channel: ConsentChange['channel'], ...topics: string[]): ConsentChange[] {
  return topics.map((topic) => ({
    topic,
    channel,
    state: 'granted',
    at: BEFORE,
    source: 'checkout form',
    wording: null,
  }));
}

/** Greeted twice, buys, refunds. */
const ANN: PlannedCustomer = {
  id: customerId('ann'),
  email: 'ann@example.org',
  phone: null,
  zone: 'Europe/Berlin',
  consents: agreed('email', 'newsletter', 'offers'),
};
/** Leaves the newsletter at the very minute at which the second letter is due. */
const BOB: PlannedCustomer = {
  id: customerId('bob'),
  email: 'bob@example.org',
  phone: null,
  zone: 'Europe/Berlin',
  consents: agreed('email', 'newsletter'),
};
/** Is reminded by SMS, with a webhook after it, and texts STOP. */
const CY: PlannedCustomer = {
  id: customerId('cy'),
  email: null,
  phone: '+4915112345678',
  zone: 'Europe/Berlin',
  consents: agreed('sms', 'offers'),
};
/** Never agreed to anything, in no known zone, and shares an address with Ann. */
const DEE: PlannedCustomer = {
  id: customerId('dee'),
  email: 'ann@example.org',
  phone: null,
  zone: null,
  consents: [],
};

const at = (day: number, hour: number) => START + day * DAY_MS + hour * HOUR_MS;

function arrival(
  serial: string,
  customer: PlannedCustomer,
  when: number,
  name: string,
  properties = {},
): PlannedArrival {
  const head = { source: 'world', messageId: serial, customerId: customer.id, at: when };
  return { arrives: when, event: { kind: 'tracked', ...head, name, properties } };
}

function order(serial: string, customer: PlannedCustomer, when: number, amountMinor: number): PlannedArrival {
  const bought = anOrder({ id: `order-${serial}`, customerId: customer.id, at: when, amountMinor });
  const head = { source: 'world', messageId: serial, customerId: customer.id, at: when };
  const event: CustomerEvent = { kind: 'order', ...head, order: bought };
  return { arrives: when, event };
}

const LEAVES: CustomerEvent = {
  kind: 'identified',
  source: 'world',
  messageId: 'bob-leaves',
  customerId: BOB.id,
  at: at(2, 10),
  consents: agreed('email', 'newsletter').map((change) => ({ ...change, state: 'denied', at: at(2, 10) })),
};

const STOP: PlannedArrival = {
  arrives: at(1, 9),
  customerId: CY.id,
  id: 'cy-stops',
  asEvent: 'Consent Withdrawn',
  body: JSON.stringify({ originationNumber: CY.phone, messageBody: 'STOP', inboundMessageId: 'cy-stops' }),
};

const EVENTS: readonly PlannedArrival[] = [
  arrival('ann-1', ANN, at(0, 10), 'Signed Up'),
  arrival('bob-1', BOB, at(0, 10), 'Signed Up'),
  arrival('bob-1', BOB, at(0, 10), 'Signed Up'),
  arrival('cy-1', CY, at(0, 12), 'Checkout Started', { cart_id: 'c1' }),
  arrival('dee-1', DEE, at(0, 12), 'Signed Up'),
  order('ann-2', ANN, at(0, 12), 2_500),
  STOP,
  order('dee-2', DEE, at(1, 9), 4_000),
  order('ann-3', ANN, at(1, 10), -500),
  { arrives: at(2, 10), event: LEAVES },
  arrival('cy-2', CY, at(2, 20), 'Checkout Started', { cart_id: 'c2' }),
];

export function referencePlan(seed: number, store: WorldPlan['store'] = 'memory'): WorldPlan {
  return {
    seed,
    store,
    programme: 'small',
    days: 3,
    customers: [ANN, BOB, CY, DEE],
    events: EVENTS,
    faultRate: 0,
    stallRate: 0,
    wire: false,
    nightEvery: 2,
  };
}
