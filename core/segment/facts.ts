/** What is known of a person when segments are judged, read by the caller as far as the rules need it (`RuleNeeds`). */
import type { OrderAmount } from '../customer/order.ts';
import type { Person } from '../customer/person.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { LoyaltyFacts } from '../loyalty/account.ts';
import type { Contact } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { Settings } from '../settings/settings.ts';

import type { PublishedSegment } from './definition.ts';
import type { Since, Tallies } from './standing.ts';

/** What a person's account of points says to segments. */
export type MemberFacts = Pick<LoyaltyFacts, 'tier' | 'available' | 'expiring'>;

export interface SegmentFacts {
  readonly person: Person;
  /** Purchases and refunds, in any order. */
  readonly orders: readonly OrderAmount[];
  readonly tallies: readonly Tallies[];
  readonly lists: Since;
  /** Of their addresses, as far as consent is asked for; null where an address has none, or there is no address. */
  readonly contacts: Readonly<Record<ConsentChannel, Contact | null>>;
  /** Null where they have no account. */
  readonly loyalty: MemberFacts | null;
  readonly shop: ShopFacts;
}

/** The same for everyone who is judged together. */
export interface ShopFacts {
  readonly model: Pick<ShopModel, 'purchase' | 'spend' | 'margin' | 'topValuesMinor'>;
  readonly settings: Settings;
  /** Those that rules may name. */
  readonly segments: ReadonlyMap<string, PublishedSegment>;
}
