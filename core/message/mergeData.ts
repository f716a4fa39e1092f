/** What a template may show of a person: kept with the message, rendered when someone looks. */
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, isoDay, utcDay } from '../time.ts';
import type { Decision } from './decision.ts';

function firstName(person: Person): string {
  const given = person.traits.first_name;
  if (typeof given === 'string' && given !== '') return given;
  return person.name?.split(' ')[0] ?? '';
}

/** Plain values under `customer`, `shop`, `links`, `picks` and `now`; links name the decision, never the address. */
export function mergeDataFor(
  decision: Decision,
  person: Person,
  settings: Settings,
  now: Instant,
): JsonObject {
  const statistics = person.lifecycle?.statistics;
  const { website } = settings.shop;
  const link = (page: string) => `${website}/${page}/${encodeURIComponent(decision.id)}`;
  return {
    customer: {
      id: person.id,
      first_name: firstName(person),
      name: person.name ?? '',
      stage: person.lifecycle?.stage ?? '',
      grade: person.lifecycle?.grade ?? '',
      orders: statistics?.orders ?? 0,
      last_order_date: statistics?.lastDay == null ? '' : isoDay(statistics.lastDay),
    },
    shop: {
      name: settings.shop.name,
      website,
      postal_address: settings.shop.postalAddress,
    },
    links: { unsubscribe: link('unsubscribe'), preferences: link('preferences'), why: link('why') },
    picks: [],
    now: { date: isoDay(utcDay(now)) },
  };
}
