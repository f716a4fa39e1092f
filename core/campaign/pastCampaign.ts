/**
 * Campaigns of the past as imported events tell them: which there were and when, who received each, who redeemed what. Events
 * that do not say which campaign they are of, or are of another name, say nothing.
 */
import type { OrderAmount } from '../customer/order.ts';
import type { RecentEvent } from '../customer/recentEvent.ts';
import type { Json } from '../json.ts';
import { DAY_MS, type Instant, parseIso, startOfDay, utcDay } from '../time.ts';
import { CAMPAIGN_RECEIVED, COUPON_REDEEMED } from './historyEvents.ts';

export interface PastCampaign {
  readonly id: string;
  readonly type: string | null;
  readonly startsAt: Instant;
  /** The first instant after it. */
  readonly endsAt: Instant;
  /** False where nobody told when it ended and `USUAL_DAYS` stand in. */
  readonly endIsTold: boolean;
}

/** One person, whoever they are: what they bought, and what campaigns are told of them. */
export interface PastPerson {
  readonly orders: readonly OrderAmount[];
  readonly events: readonly RecentEvent[];
}

/** How long a campaign is taken to have run where nobody told. */
export const USUAL_DAYS = 30;

function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The campaign an event is of; null for any other event. */
export function campaignOf({ name, properties }: RecentEvent): string | null {
  if (name !== CAMPAIGN_RECEIVED && name !== COUPON_REDEEMED) return null;
  return textOf(properties['campaign_id']);
}

/** The coupon an event redeems, `?` where it names none; null for any other event. */
export function couponOf({ name, properties }: RecentEvent): string | null {
  return name === COUPON_REDEEMED ? (textOf(properties['coupon_upc'] ?? properties['coupon']) ?? '?') : null;
}

function dayOf(value: Json | undefined): Instant | null {
  const at = typeof value === 'string' ? parseIso(value) : null;
  return at === null ? null : startOfDay(utcDay(at));
}

interface Told {
  type: string | null;
  startsAt: Instant;
  endsAt: Instant | null;
}

/** What all events together tell of each campaign: the earliest beginning, the latest end. */
export class PastCampaigns {
  private readonly told = new Map<string, Told>();

  add(event: RecentEvent): void {
    const id = campaignOf(event);
    if (id === null) return;
    const { at, properties } = event;
    const startsAt = dayOf(properties['starts']) ?? startOfDay(utcDay(at));
    const lastDay = dayOf(properties['ends']);
    const known = this.told.get(id) ?? { type: null, startsAt, endsAt: null };
    known.type ??= textOf(properties['campaign_type']);
    known.startsAt = Math.min(known.startsAt, startsAt);
    if (lastDay !== null) known.endsAt = Math.max(known.endsAt ?? 0, lastDay + DAY_MS);
    this.told.set(id, known);
  }

  /** In the sequence they began; the same day by id. */
  list(): readonly PastCampaign[] {
    const campaigns = [...this.told].map(([id, { type, startsAt, endsAt }]) => ({
      id,
      type,
      startsAt,
      endsAt: endsAt ?? startsAt + USUAL_DAYS * DAY_MS,
      endIsTold: endsAt !== null,
    }));
    return campaigns.toSorted((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1));
  }
}
