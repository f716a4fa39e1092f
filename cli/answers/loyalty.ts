/** What the API answers about loyalty, as commands read it. */
import * as z from 'zod';
import { problemsSchema } from './problems.ts';

export const loyaltySchema = z.looseObject({
  version: z.number(),
  publishedAt: z.string().nullable(),
  definition: z.record(z.string(), z.unknown()).nullable(),
});

export const loyaltyPutSchema = z.looseObject({
  version: z.number(),
  changed: z.boolean(),
  problems: problemsSchema,
});

export const loyaltyCheckSchema = z.looseObject({ valid: z.boolean(), problems: problemsSchema });

const owed = { pending: z.number(), available: z.number(), worthMinor: z.number() };

export const liabilitySchema = z.looseObject({
  currency: z.string().nullable(),
  at: z.string(),
  members: z.number(),
  ...owed,
  debt: z.number(),
  outstanding: z.number(),
  byTier: z.array(z.looseObject({ tier: z.string(), members: z.number(), ...owed })),
  byExpiry: z.array(
    z.looseObject({ month: z.string().nullable(), points: z.number(), worthMinor: z.number() }),
  ),
  breakage: z.looseObject({
    rate: z.number().nullable(),
    basisPoints: z.number(),
    points: z.number(),
    worthMinor: z.number(),
  }),
});

export const booksSchema = z.looseObject({
  accounts: z.number(),
  entries: z.number(),
  held: z.number(),
  heldByEntries: z.number(),
  faults: z.array(z.looseObject({ customerId: z.string(), what: z.string() })),
  balanced: z.boolean(),
});

const figures = z.looseObject({
  issued: z.number(),
  reversed: z.number(),
  expired: z.number(),
  outstanding: z.number(),
  costMinor: z.number(),
});
const tiers = z.array(z.looseObject({ id: z.string(), from: z.number() }));
const byTier = z.record(z.string(), z.number());

export const loyaltySimulationSchema = z.looseObject({
  currency: z.string().nullable(),
  by: z.string(),
  tiers: z.looseObject({ base: tiers, changed: tiers }),
  customers: z.number(),
  orders: z.number(),
  from: z.string().nullable(),
  until: z.string(),
  months: z.array(z.looseObject({ month: z.string(), base: byTier, changed: byTier })),
  points: z.looseObject({ base: figures, changed: figures }),
  moves: z.array(
    z.looseObject({
      from: z.string(),
      to: z.string(),
      customers: z.number(),
      examples: z.array(z.string()),
    }),
  ),
});
export type LoyaltySimulationAnswer = z.infer<typeof loyaltySimulationSchema>;

const name = z.looseObject({ en: z.string(), 'zh-CN': z.string().optional() });

export const accountSchema = z.looseObject({
  customer: z.string(),
  currency: z.string().nullable().default(null),
  isMember: z.boolean(),
  pending: z.number(),
  available: z.number(),
  debt: z.number(),
  tier: z
    .looseObject({
      tier: z.string(),
      name: name.nullable(),
      since: z.string(),
      until: z.string().nullable(),
      qualifying: z.number(),
      by: z.string(),
      next: z.looseObject({ tier: z.string(), name, missing: z.number() }).nullable(),
    })
    .nullable(),
  lots: z.array(
    z.looseObject({
      points: z.number(),
      earnedAt: z.string(),
      maturesAt: z.string().nullable(),
      expiresAt: z.string().nullable(),
    }),
  ),
  entries: z.looseObject({
    items: z.array(
      z.looseObject({
        operation: z.string(),
        kind: z.string(),
        at: z.string(),
        points: z.number(),
        legs: z.record(z.string(), z.number()),
        balance: z.looseObject({ pending: z.number(), available: z.number() }),
        reason: z.string().nullable(),
      }),
    ),
    total: z.number(),
  }),
});
export type AccountAnswer = z.infer<typeof accountSchema>;

export const postedSchema = z.looseObject({
  customer: z.string(),
  operation: z.string(),
  outcome: z.enum(['posted', 'repeated']),
  entry: z.looseObject({
    points: z.number(),
    balance: z.looseObject({ pending: z.number(), available: z.number() }),
  }),
});

export const reassessedSchema = z.looseObject({
  people: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  orders: z.number(),
  next: z.string().nullable(),
});
