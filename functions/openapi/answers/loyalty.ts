/** What is answered about the loyalty programme and about points. */
import * as z from 'zod';
import { ENTRY_KINDS, MEMBER_ACCOUNTS, PROGRAMME_ACCOUNTS } from '../../../core/loyalty/entry.ts';
import { count, instant, localised, maybeInstant, maybeText, open } from './parts.ts';

const problem = z.strictObject({
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  line: z.int().nullable(),
});

export const loyalty = z.strictObject({
  version: count.meta({ description: '0 where none is published' }),
  publishedAt: maybeInstant,
  definition: open.nullable(),
});
export const loyaltyPut = z.strictObject({
  version: count,
  changed: z.boolean(),
  problems: z.array(problem),
});
export const loyaltyCheck = z.strictObject({ valid: z.boolean(), problems: z.array(problem) });

const owed = { pending: count, available: count, worthMinor: count };

export const liability = z.strictObject({
  currency: maybeText,
  at: instant,
  version: count,
  members: count,
  ...owed,
  debt: count.meta({ description: 'Points members spent whose order was given back since' }),
  outstanding: count.meta({ description: 'pending + available − debt: the sum of all accounts' }),
  outstandingByEntries: count.meta({ description: 'The same by all entries' }),
  byTier: z.array(z.strictObject({ tier: z.string(), members: count, ...owed })),
  byExpiry: z.array(z.strictObject({ month: maybeText, points: count, worthMinor: count })),
  breakage: z.strictObject({
    rate: z.number().nullable().meta({ description: 'Null where too few points have come to their day' }),
    basisPoints: count,
    expiredPoints: count,
    points: count,
    worthMinor: count,
  }),
});

export const books = z.strictObject({
  accounts: count,
  entries: count,
  held: count.meta({ description: 'What members hold by their accounts' }),
  heldByEntries: count,
  programme: z.record(z.string(), count),
  faults: z.array(z.strictObject({ customerId: z.string(), what: z.string() })),
  balanced: z.boolean(),
});

const figures = z.strictObject({
  issued: count,
  reversed: count,
  expired: count,
  outstanding: count,
  costMinor: count,
});
const tiers = z.array(z.strictObject({ id: z.string(), from: count }));
const byTier = z.record(z.string(), count);

export const loyaltySimulation = z.strictObject({
  currency: maybeText,
  by: z.enum(['spend', 'points']),
  tiers: z.strictObject({ base: tiers, changed: tiers }),
  customers: count,
  orders: count,
  from: maybeText,
  until: z.string(),
  months: z.array(z.strictObject({ month: z.string(), base: byTier, changed: byTier })),
  points: z.strictObject({ base: figures, changed: figures }),
  moves: z.array(
    z.strictObject({ from: z.string(), to: z.string(), customers: count, examples: z.array(z.string()) }),
  ),
});

export const reassessed = z.strictObject({
  people: count,
  changed: count,
  unchanged: count,
  orders: count.meta({ description: 'Orders of before that were put in' }),
  next: maybeText.meta({ description: 'The `cursor` of the next request; null when everyone was looked at' }),
});

const entry = z.strictObject({
  operation: z.string(),
  kind: z.enum(ENTRY_KINDS),
  at: instant,
  points: count.meta({ description: 'What the member gained; below 0 what they lost' }),
  legs: z
    .partialRecord(z.enum([...MEMBER_ACCOUNTS, ...PROGRAMME_ACCOUNTS]), count)
    .meta({ description: 'Sum to 0' }),
  balance: z.strictObject({ pending: count, available: count }),
  programme: count.meta({ description: 'Version of the programme' }),
  order: maybeText,
  reason: maybeText,
  by: maybeText,
});

const tier = z.strictObject({
  tier: z.string(),
  name: localised.nullable(),
  since: instant,
  until: maybeInstant,
  qualifying: count,
  by: z.enum(['spend', 'points']),
  next: z.strictObject({ tier: z.string(), name: localised, from: count, missing: count }).nullable(),
});

const lot = z.strictObject({
  operation: z.string(),
  points: count,
  earnedAt: instant,
  maturesAt: maybeInstant,
  expiresAt: maybeInstant,
});

export const customerPoints = z.strictObject({
  customer: z.string(),
  programme: count,
  currency: maybeText,
  isMember: z.boolean(),
  memberSince: instant.optional(),
  pending: count,
  available: count,
  debt: count,
  worthMinor: count,
  tier: tier.nullable(),
  lots: z.array(lot),
  entries: z.strictObject({ items: z.array(entry), next: maybeText, total: count }),
});

export const pointsPosted = z.strictObject({
  customer: z.string().meta({ description: 'Whoever the id leads to' }),
  operation: z.string(),
  outcome: z.enum(['posted', 'repeated']),
  worthMinor: count,
  entry,
});
