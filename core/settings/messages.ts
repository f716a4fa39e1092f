/** How often, when and for how much people are written to. */
import * as z from 'zod';
import { CHANNELS, CONSENT_CHANNELS } from '../message/messageClass.ts';
import { countryCode, isoDate, itemId, messageClass, timeOfDay, zoneName } from './fields.ts';
import { quietHours } from './quietHours.ts';
import { topics } from './topics.ts';

/** At most so many messages to one address within so many days, of those that are of its class, topic and channel. */
const cap = z.strictObject({
  class: messageClass.optional(),
  topic: itemId.optional(),
  channel: z.enum(CONSENT_CHANNELS).optional(),
  most: z.number().int().min(0).max(1000),
  /** Of 24 hours each, counted back from the moment of sending. */
  withinDays: z.number().int().min(1).max(31),
});
export type Cap = z.infer<typeof cap>;

/** Customers who get nothing promotional at all, so that the effect of everything together can be read. */
const holdout = z
  .strictObject({
    share: z.number().min(0).max(0.5, 'hold out half of the customers at most').default(0),
    /** Another text draws other customers. */
    salt: z.string().min(1).max(40).default('1'),
    /** From 00:00 UTC of this day; null: always. */
    since: isoDate.nullable().default(null),
  })
  .prefault({});

export const BUDGET_PERIODS = ['day', 'week', 'month'] as const;

/** What sends of a channel, class and journey may cost in a period; what they would cost more waits for the next. */
const budget = z.strictObject({
  id: itemId,
  channel: z.enum(CHANNELS).optional(),
  class: messageClass.optional(),
  journey: z.string().min(1).optional(),
  /** In cents of a US dollar. */
  limitUsdCents: z.number().int().min(0).max(1_000_000_000),
  /** A week begins on Monday. */
  per: z.enum(BUDGET_PERIODS).default('month'),
  /** Whose midnight a period begins at; null: the shop's. */
  zone: zoneName.nullable().default(null),
});
export type Budget = z.infer<typeof budget>;

const microUsd = z.number().int().min(0).max(1_000_000_000);

export const messages = z
  .strictObject({
    topics,
    caps: z
      .array(cap)
      .max(20)
      .default([{ class: 'promotional', most: 3, withinDays: 7 }]),
    quietHours,
    /** For people whose zone is unknown: only between these hours of the shop's zone. */
    unknownZoneWindow: z
      .strictObject({ from: timeOfDay.default('10:00'), until: timeOfDay.default('18:00') })
      .refine(({ from, until }) => from !== until, {
        path: ['until'],
        message: 'must not equal from: a window has a length',
      })
      .prefault({}),
    holdout,
    budgets: z.array(budget).max(50).default([]),
    /** Price of one email in millionths of a US dollar (0.10 USD a thousand = 100). */
    emailPriceMicroUsd: microUsd.default(100),
    /** Price of one part of an SMS, likewise, to countries without a price of their own. */
    smsPriceMicroUsd: microUsd.default(7_500),
    /** By ISO 3166-1 code. */
    smsPriceByCountryMicroUsd: z.record(countryCode, microUsd).default({}),
  })
  .prefault({});
