/** What is known of a person when segments are judged, read by the caller as far as the rules need it (`RuleNeeds`). */
import type { OrderAmount } from '../customer/order.ts';
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { Contact } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import type { PublishedSegment } from './definition.ts';
import type { Since, Tallies } from './standing.ts';

/** What a person's account of points says to segments. */
export interface LoyaltyFacts {
  /** Id of the tier they are in. */
  readonly tier: string | null;
  /** Points that may be spent now. */
  readonly available: number;
  /** Lots of them that expire, and when. */
  readonly expiring: readonly { readonly at: Instant; readonly points: number }[];
}

export interface SegmentFacts {
  readonly person: Person;
  /** Purchases and refunds, in any order. */
  readonly orders: readonly OrderAmount[];
  readonly tallies: readonly Tallies[];
  readonly lists: Since;
  /** Of their addresses, as far as consent is asked for; null where an address has none, or there is no address. */
  readonly contacts: Readonly<Record<ConsentChannel, Contact | null>>;
  /** Null where they have no account. */
  readonly loyalty: LoyaltyFacts | null;
  readonly shop: ShopFacts;
}

/** The same for everyone who is judged together. */
export interface ShopFacts {
  readonly model: Pick<ShopModel, 'purchase' | 'spend'>;
  readonly settings: Settings;
  /** Those that rules may name. */
  readonly segments: ReadonlyMap<string, PublishedSegment>;
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A lot that can be spent and lapses: its points and when. */
function expiringLot(lot: unknown): { at: Instant; points: number } | null {
  if (!isRecord(lot)) return null;
  const { points, maturesAt, expiresAt } = lot;
  if (typeof points !== 'number' || typeof expiresAt !== 'number' || maturesAt !== null) return null;
  return { at: expiresAt, points };
}

/** What the body of an account says to segments; null of one that went over to another person. */
export function loyaltyFactsOf({ tier, available, lots, mergedInto }: JsonObject): LoyaltyFacts | null {
  if (typeof mergedInto === 'string') return null;
  const kept: readonly unknown[] = Array.isArray(lots) ? lots : [];
  return {
    tier: typeof tier === 'string' ? tier : null,
    available: typeof available === 'number' ? available : 0,
    expiring: kept.map(expiringLot).filter((lot) => lot !== null),
  };
}
