/** The shapes of what is answered about campaigns. */
import * as z from 'zod';
import { CAMPAIGN_MOVES, CAMPAIGN_STATES } from '../../../core/campaign/campaign.ts';
import { CAVEATS } from '../../../core/campaign/report.ts';
import { EXCLUSIONS } from '../../../core/campaign/run.ts';
import { liftFields } from './lift.ts';
import { count, day, instant, localised, maybeInstant, maybeText, open, pageOf } from './parts.ts';

const problem = z.looseObject({
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});

const test = z.strictObject({
  at: instant,
  arm: z.string().meta({ description: 'What everybody outside of the test gets' }),
  why: z.enum(['shown-better', 'no-difference', 'too-few', 'no-data']),
  p: z.number().nullable(),
  arms: z.array(z.strictObject({ arm: z.string(), people: count, mean: z.number() })),
});

const head = {
  id: z.string(),
  version: count,
  state: z.enum(CAMPAIGN_STATES),
  revision: count,
  name: localised,
  schedule: open,
  size: count.nullable().meta({ description: 'People of the audience when it was submitted' }),
  authors: z.array(z.string()),
  journey: z.string().meta({ description: 'The journey it runs as' }),
  journeyVersion: count.nullable(),
  launchedAt: maybeInstant,
  runs: count,
  next: z.strictObject({ startsAt: instant, date: day.nullable() }).nullable(),
  decideAt: maybeInstant.meta({ description: 'When its test is decided' }),
  test: test.nullable(),
  ended: maybeText,
};

const fields = {
  ...head,
  log: z.array(z.strictObject({ at: instant, by: z.string(), did: z.enum(CAMPAIGN_MOVES), note: maybeText })),
  definition: open.meta({ description: 'As docs/campaigns.md says' }),
};

export const campaign = z.strictObject(fields).meta({ id: 'Campaign' });
export const campaignKept = z.strictObject({ ...fields, problems: z.array(problem) });
export const campaignList = pageOf(campaign);
export const campaignCheck = z.strictObject({
  valid: z.boolean(),
  id: maybeText,
  problems: z.array(problem),
});

export const campaignPreview = z.strictObject({
  id: z.string(),
  reach: z
    .strictObject({
      audience: count,
      reachable: count,
      barred: z.record(z.string(), count),
      isWhole: z.boolean(),
    })
    .nullable()
    .meta({ description: 'Null for a campaign that runs by call' }),
  heldOut: count.nullable(),
  needsApproval: z.boolean(),
  approvalAbove: count,
  window: z.string(),
  journey: open.meta({ description: 'The journey it becomes' }),
  problems: z.array(problem),
});

export const campaignReplay = z.strictObject({ id: z.string(), journey: open });

export const campaignTrigger = z.strictObject({
  campaign: z.string(),
  entered: count,
  items: z.array(z.strictObject({ customer: z.string(), outcome: z.string() })),
});

const run = z.strictObject({
  id: z.string(),
  n: count,
  state: z.enum(['planned', 'letting-in', 'over', 'stopped']),
  date: day.nullable(),
  startsAt: instant,
  planned: count,
  audience: count,
  entered: count,
  inTest: count,
  inRest: count,
  excluded: z.partialRecord(z.enum(EXCLUSIONS), count),
  lastDueAt: maybeInstant,
  finishedAt: maybeInstant,
  stopped: maybeText,
});

const messages = z
  .strictObject({
    accepted: count.meta({ description: 'Sum of what became of them' }),
    sent: count,
    heldOut: count,
    failed: count,
    unknown: count,
    pending: count,
    suppressed: z.record(z.string(), count),
    delivered: count,
    opened: count,
    clicked: count,
    bounced: count,
    complained: count,
    costMicroUsd: count,
  })
  .meta({ id: 'CampaignMessages' });

export const campaignReport = z.strictObject({
  ...head,
  currency: maybeText,
  perRun: z.array(run),
  messages,
  variants: z.array(
    z.strictObject({ variant: z.string(), people: count, orders: count, netMinor: count, messages }),
  ),
  window: z.string(),
  people: z.strictObject({ treated: count, heldOut: count, waiting: count }),
  orders: count,
  lift: z
    .strictObject(liftFields)
    .nullable()
    .meta({ description: 'Contribution margin a person, net of returns and offers, against the holdout' }),
  detectableMinor: count.nullable(),
  cost: z.strictObject({ messagesMicroUsd: count, offersMinor: count }),
  attributed: z
    .strictObject({ orders: count, revenueMinor: count, proof: z.literal(false) })
    .meta({ description: 'Not proof: who was written to would have bought as well' }),
  caveats: z.array(z.enum(CAVEATS)),
});
