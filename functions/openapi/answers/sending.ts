/** Answers about messages, the ledger, and what holds them back. */
import * as z from 'zod';
import {
  channel,
  count,
  countedPageOf,
  day,
  feedback,
  instant,
  maybeInstant,
  maybeText,
  open,
  outcome,
  pageOf,
} from './parts.ts';

export const sentMessage = z.strictObject({
  id: z.string(),
  customer: z.string(),
  channel,
  outcome,
  reason: maybeText,
  repeated: z.boolean(),
});

const stopped = z.strictObject({
  at: instant,
  by: z.string(),
  why: z.string(),
  classes: z.enum(['promotional', 'all']),
});
export const sendingState = z.strictObject({
  sending: z.boolean(),
  stopped: stopped.nullable(),
  guard: z.looseObject({ at: instant }).nullable(),
});

export const guardState = z.strictObject({
  paused: z.looseObject({ at: instant }).nullable(),
  resumed: z.strictObject({ at: instant, by: z.string(), why: z.string() }).nullable(),
  minSends: count,
  withinDays: count,
  senders: z.array(z.looseObject({ sends: count, isRead: z.boolean(), rates: z.array(z.looseObject({})) })),
});

export const ledgerCheck = z.strictObject({
  balanced: z.boolean(),
  checked: count,
  accepted: count,
  byOutcome: z.record(z.string(), count),
  unknown: z.strictObject({
    total: count,
    oldestAt: maybeInstant,
    oldestAgeMs: count.nullable(),
    byAge: z.strictObject({ hour: count, day: count, week: count, older: count }),
  }),
  parked: z.strictObject({
    total: count,
    items: z.array(
      z.strictObject({ kind: z.string(), id: z.string(), customerId: maybeText, error: z.string() }),
    ),
  }),
  erased: count,
});

/** Every field of a decision's row. */
export const ledgerRows = pageOf(
  z.looseObject({ id: z.string(), outcome, decidedAt: instant, evidence: open.nullable() }),
);

const suppression = { hash: z.string(), reason: z.string(), at: instant, source: z.string() };
export const suppressionList = pageOf(
  z.strictObject({ channel: maybeText, address: maybeText, ...suppression }),
);
export const addedSuppression = z.strictObject({ address: z.string(), changed: z.boolean(), ...suppression });
export const removedSuppression = z.strictObject({
  address: z.string(),
  removed: z.literal(true),
  ...z.strictObject(suppression).partial().shape,
});

const share = z.number().nullable();
const mails = z.strictObject({
  provider: z.string(),
  sent: count,
  delivered: count,
  hardBounces: count,
  softBounces: count,
  complaints: count,
  opened: count,
  clicked: count,
  openedByMachine: count,
  clickedByMachine: count,
  rates: z.strictObject({
    delivered: share,
    hardBounces: share,
    softBounces: share,
    complaints: share,
    opened: share,
    clicked: share,
  }),
});
export const deliverability = z.strictObject({
  since: day,
  until: day,
  hasEvents: z.boolean(),
  providers: z.array(mails),
  total: mails,
});

const mailboxRow = {
  id: z.string(),
  at: instant,
  to: z.string(),
  customerId: z.string(),
  customerName: maybeText,
  channel,
  subject: z.string(),
  journeyId: z.string(),
  journeyName: open,
  nodeId: z.string(),
  class: z.string(),
  locale: z.string(),
  stage: maybeText,
  feedback: feedback.nullable(),
};
export const mailbox = countedPageOf(z.strictObject(mailboxRow));
export const mailboxMessage = z.looseObject(mailboxRow);
