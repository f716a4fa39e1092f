/** What the API says of campaigns, as far as the command line shows it. */
import * as z from 'zod';
import { liftFields } from './lift.ts';
import { localisedSchema } from './localised.ts';
import { problemsSchema } from './problems.ts';

const test = z.looseObject({
  at: z.string(),
  arm: z.string(),
  why: z.string(),
  p: z.number().nullable(),
  arms: z.array(z.looseObject({ arm: z.string(), people: z.number(), mean: z.number() })),
});

const head = {
  id: z.string(),
  state: z.string(),
  revision: z.number(),
  name: localisedSchema,
  schedule: z.looseObject({ on: z.string() }),
  size: z.number().nullable(),
  runs: z.number(),
  next: z.looseObject({ startsAt: z.string() }).nullable(),
  decideAt: z.string().nullable(),
  test: test.nullable(),
  ended: z.string().nullable(),
};

export const campaignSchema = z.looseObject({
  ...head,
  log: z.array(
    z.looseObject({ at: z.string(), by: z.string(), did: z.string(), note: z.string().nullable() }),
  ),
  definition: z.looseObject({ topic: z.string(), outcome: z.looseObject({ window: z.string() }) }),
});
export type CampaignView = z.output<typeof campaignSchema>;

export const campaignListSchema = z.looseObject({ items: z.array(campaignSchema) });

export const campaignPreviewSchema = z.looseObject({
  id: z.string(),
  reach: z
    .looseObject({
      audience: z.number(),
      reachable: z.number(),
      barred: z.record(z.string(), z.number()),
    })
    .nullable(),
  heldOut: z.number().nullable(),
  needsApproval: z.boolean(),
  approvalAbove: z.number(),
  problems: problemsSchema,
});

export const campaignCallSchema = z.looseObject({
  entered: z.number(),
  items: z.array(z.looseObject({ customer: z.string(), outcome: z.string() })),
});

const messages = z.looseObject({
  accepted: z.number(),
  sent: z.number(),
  heldOut: z.number(),
  failed: z.number(),
  unknown: z.number(),
  pending: z.number(),
  suppressed: z.record(z.string(), z.number()),
  delivered: z.number(),
  opened: z.number(),
  clicked: z.number(),
  bounced: z.number(),
});
export type MessagesView = z.output<typeof messages>;

export const campaignReportSchema = z.looseObject({
  ...head,
  currency: z.string().nullable(),
  perRun: z.array(
    z.looseObject({
      n: z.number(),
      state: z.string(),
      startsAt: z.string(),
      audience: z.number(),
      entered: z.number(),
      excluded: z.record(z.string(), z.number()),
      stopped: z.string().nullable(),
    }),
  ),
  messages,
  variants: z.array(
    z.looseObject({
      variant: z.string(),
      people: z.number(),
      orders: z.number(),
      netMinor: z.number(),
      messages,
    }),
  ),
  window: z.string(),
  people: z.looseObject({ treated: z.number(), heldOut: z.number(), waiting: z.number() }),
  orders: z.number(),
  lift: z.looseObject(liftFields).nullable(),
  detectableMinor: z.number().nullable(),
  cost: z.looseObject({ messagesMicroUsd: z.number(), offersMinor: z.number() }),
  attributed: z.looseObject({ orders: z.number(), revenueMinor: z.number() }),
  caveats: z.array(z.string()),
});
export type CampaignReportView = z.output<typeof campaignReportSchema>;
