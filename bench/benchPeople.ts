/**
 * The people of the simulation bench, made one at a time: the n-th person is a pure function of seed and n, so a hundred
 * thousand of them need not exist at once, and a contact can be made again from its address. Orders follow the
 * assumptions of MBG/NBD; consents, zones and complaints are mixed so that every gate of the send policy is met.
 */
import { chance, hash32 } from '../core/chance.ts';
import { foldOrders, type Order } from '../core/customer/order.ts';
import { newPerson, type PersonRecord } from '../core/customer/person.ts';
import { addressKey, customerId } from '../core/ids.ts';
import { type ConsentChange, type Contact, consentKey, newContact } from '../core/message/contact.ts';
import { DAY_MS, type Instant } from '../core/time.ts';
import { createRandom } from '../local/demo/random.ts';
import { type BuyingProcess, drawPurchases } from '../local/demo/shopper.ts';
import { BENCH_TOPICS } from './journeys.ts';

export interface BenchShop {
  readonly seed: number;
  readonly people: number;
  /** First day of the simulation. */
  readonly from: Instant;
  readonly days: number;
}

/** About one order in three weeks while active, and one order in thirteen the last. */
const PROCESS: BuyingProcess = { r: 2.1, alphaDays: 28, a: 0.9, b: 11 };
/** People arrive evenly from this long before the simulation until this part of it. */
const DAYS_BEFORE = 60;
const ARRIVAL_PART = 0.3;
const TYPICAL_AMOUNT_MINOR = 4_000;
const REFUND_SHARE = 0.004;

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Shanghai',
  'America/Los_Angeles',
  'Australia/Sydney',
  'Europe/London',
  null,
] as const;

type Standing = 'granted' | 'no-address' | 'never-asked' | 'refused' | 'complaint' | 'bounced';

/** Shares of people by what stands in the way of a message; the rest have agreed. */
const STANDINGS: readonly (readonly [Standing, number])[] = [
  ['no-address', 0.03],
  ['never-asked', 0.03],
  ['refused', 0.02],
  ['complaint', 0.01],
  ['bounced', 0.01],
];

function standingOf(seed: number, id: string): Standing {
  let left = chance(seed, 'standing', id);
  for (const [standing, share] of STANDINGS) {
    if (left < share) return standing;
    left -= share;
  }
  return 'granted';
}

function idOf(place: number): string {
  return `p${String(place).padStart(7, '0')}`;
}

function drawOrders(shop: BenchShop, place: number): Order[] {
  const random = createRandom(hash32(shop.seed, `bench ${place}`));
  const arrivesAt = (DAYS_BEFORE + shop.days * ARRIVAL_PART) * random.next() - DAYS_BEFORE;
  const usual = TYPICAL_AMOUNT_MINOR * Math.exp(0.5 * random.normal());
  const id = customerId(idOf(place));
  return drawPurchases(random, PROCESS, shop.days - arrivesAt).map((days, ordinal) => {
    const amountMinor = 100 + Math.round((usual * random.gamma(4)) / 4);
    return {
      id: `${id}-${ordinal}`,
      customerId: id,
      at: shop.from + Math.floor((arrivesAt + days) * DAY_MS),
      amountMinor: ordinal > 0 && random.next() < REFUND_SHARE ? -amountMinor : amountMinor,
      currency: 'USD',
      lines: [],
    };
  });
}

/** The n-th person with all their orders, oldest first; everyone has at least one. */
export function benchPerson(shop: BenchShop, place: number): PersonRecord {
  const orders = drawOrders(shop, place);
  const id = idOf(place);
  const person = newPerson(customerId(id), orders[0]?.at ?? shop.from);
  const email = standingOf(shop.seed, id) === 'no-address' ? null : `${id}@people.example`;
  const zone = ZONES[place % ZONES.length] ?? null;
  const history = foldOrders(orders);
  return { person: { ...person, email, zone, locale: 'en' }, orders, enrolments: [], history };
}

/** What is known of the address of the person of that id; null where nobody was ever asked. */
export function benchContact(shop: BenchShop, id: string, key: string): Contact | null {
  const standing = standingOf(shop.seed, id);
  if (standing === 'no-address' || standing === 'never-asked') return null;
  const consents = BENCH_TOPICS.map((topic): readonly [string, ConsentChange] => [
    consentKey('email', topic),
    {
      topic,
      channel: 'email',
      state: standing === 'refused' ? 'denied' : 'granted',
      at: shop.from - DAYS_BEFORE * DAY_MS,
      source: 'checkout form',
      wording: null,
    },
  ]);
  return {
    ...newContact(addressKey(key)),
    version: 1,
    consents: Object.fromEntries(consents),
    suppression:
      standing === 'bounced' ? { why: 'hard-bounce', at: shop.from - DAY_MS, source: 'bench' } : null,
    complaints:
      standing === 'complaint' ? [{ id: 'bench', openedAt: shop.from - DAY_MS, closedAt: null }] : [],
  };
}
