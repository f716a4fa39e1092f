/** Answers about what waits for somebody, and about the system itself. */
import * as z from 'zod';
import { KEY_KINDS } from '../../../core/roles.ts';
import {
  count,
  countedPageOf,
  instant,
  listOf,
  maybeInstant,
  maybeText,
  open,
  outcome,
  pageOf,
} from './parts.ts';

const record = { kind: z.string(), id: z.string(), customerId: maybeText };
export const parkedList = pageOf(z.strictObject({ ...record, error: z.string() }));
export const redriven = pageOf(
  z.strictObject({
    ...record,
    kind: maybeText,
    state: z.enum(['redriven', 'moved-on', 'not-parked']),
  }),
);

export const failedWebhooks = pageOf(
  z.strictObject({
    id: z.string(),
    webhookId: z.string(),
    customerId: z.string(),
    journeyId: z.string(),
    nodeId: z.string(),
    url: maybeText,
    outcome,
    reason: maybeText,
    tries: count,
    decidedAt: instant,
    settledAt: maybeInstant,
  }),
);
export const redrivenWebhooks = pageOf(
  z.strictObject({
    id: z.string(),
    as: maybeText,
    state: z.enum(['redriven', 'under-way', 'delivered', 'not-called', 'no-webhook', 'no-decision']),
  }),
);
export const secrets = listOf(z.strictObject({ secret: z.string(), until: maybeInstant }));

export const rejectedEvents = countedPageOf(
  z.strictObject({
    id: count,
    receivedAt: instant,
    source: z.string(),
    index: count,
    messageId: maybeText,
    code: z.string(),
    field: z.string(),
    message: z.string(),
    remedy: z.string(),
    applied: z.boolean(),
    raw: z.string(),
  }),
);

export const careTask = z
  .strictObject({
    id: z.string(),
    kind: z.literal('care'),
    about: z.string(),
    reason: maybeText,
    channel: maybeText,
    customerId: maybeText,
    customerName: maybeText,
    journey: maybeText,
    decision: maybeText,
    complaint: maybeText,
    /** What a journey asks for, by language. */
    subject: z.strictObject({ en: z.string(), 'zh-CN': z.string() }).nullable(),
    assignee: maybeText,
    state: z.enum(['open', 'overdue', 'done']),
    openedAt: instant,
    dueAt: instant,
    doneAt: maybeInstant,
    note: maybeText,
  })
  .meta({ id: 'CareTask' });
export const careTasks = countedPageOf(careTask);

export const settingsShown = z.strictObject({ settings: open, version: count });
const settingsProblem = z.looseObject({ path: z.string(), message: z.string() });
export const settingsCheck = z.strictObject({ valid: z.boolean(), problems: z.array(settingsProblem) });
export const settingsChanged = z.strictObject({
  version: count,
  changed: z.boolean(),
  problems: z.array(settingsProblem),
});

const key = {
  name: z.string(),
  kind: z.enum(KEY_KINDS),
  writeKey: maybeText.meta({ description: 'The value where it is kept, which is on one machine; else null' }),
  createdAt: maybeInstant,
  createdBy: maybeText,
};
export const keyList = z.array(z.strictObject(key).meta({ id: 'Key' }));
export const newKey = z.strictObject({
  ...key,
  key: z.string().meta({ description: 'The value: shown this once' }),
});
export const revokedKey = z.strictObject({
  name: z.string(),
  kind: z.enum(KEY_KINDS),
  revoked: z.literal(true),
});

export const uploadOffer = z.strictObject({
  upload: z.string(),
  url: z.url().meta({ description: 'PUT the bytes here within the hour' }),
  headers: z.record(z.string(), z.string()),
});
export const begunJob = z
  .strictObject({ job: z.string(), status: z.literal('running') })
  .meta({ id: 'BegunJob' });
export const jobState = z.discriminatedUnion('status', [
  z.strictObject({ job: z.string(), status: z.literal('running') }),
  z.strictObject({
    job: z.string(),
    status: z.literal('done'),
    result: z.unknown(),
    rejectUrl: z.string().optional(),
  }),
  z.strictObject({
    job: z.string(),
    status: z.literal('failed'),
    problem: z.strictObject({ status: count, code: z.string(), detail: z.string() }),
  }),
]);

export const importReport = z
  .looseObject({
    accepted: count,
    rejected: count,
    rejectFile: maybeText,
    notes: z.array(z.string()),
  })
  .meta({ id: 'ImportReport' });

export const simulationReport = z.looseObject({ ledger: z.looseObject({ accepted: count }) });
export const waveTally = z.looseObject({});
export const domainCheck = z.looseObject({
  domain: z.string(),
  ok: z.boolean(),
  findings: z.array(z.looseObject({})),
});
