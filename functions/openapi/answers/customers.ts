/** Answers about people. */
import * as z from 'zod';
import { MARGIN_SOURCES } from '../../../core/value/margin.ts';
import {
  count,
  countedPageOf,
  day,
  feedback,
  instant,
  listOf,
  localised,
  maybeInstant,
  maybeText,
  open,
  outcome,
  stage,
} from './parts.ts';

const consent = z.strictObject({
  channel: z.string(),
  topic: z.string(),
  state: z.string(),
  at: instant,
  source: z.string(),
});

const row = {
  id: z.string(),
  name: maybeText,
  currency: maybeText,
  stage: stage.nullable(),
  stageSince: maybeInstant,
  grade: z.enum(['A', 'B', 'C']).nullable(),
  rfmGroup: maybeText,
  orders: count.nullable(),
  lastOrder: maybeInstant,
  pAlive: z.number().nullable(),
  pActive: z.number().nullable(),
  expectedOrders: z.number().nullable(),
  valueMinor: count.nullable(),
  value: z.number().nullable(),
};

const profile = {
  email: maybeText,
  phone: maybeText,
  locale: maybeText,
  zone: maybeText,
  knownSince: maybeInstant,
  traits: open,
};

/** With `profile=true` rows have the profile too. */
const customer = z
  .strictObject({
    ...row,
    ...z.strictObject({ ...profile, consents: z.array(z.looseObject({ topic: z.string() })) }).partial()
      .shape,
  })
  .meta({ id: 'Customer' });

export const decision = z
  .strictObject({
    id: z.string(),
    outcome,
    reason: maybeText,
    journeyId: z.string(),
    journeyVersion: count,
    nodeId: z.string(),
    class: z.string(),
    topic: z.string(),
    channel: z.string(),
    template: z.string(),
    url: maybeText,
    templateVersion: count.nullable(),
    decidedAt: instant,
    settledAt: maybeInstant,
    dueAt: maybeInstant,
    settingsVersion: count,
    modelVersion: count,
    feedback: feedback.nullable(),
    evidence: open.nullable(),
  })
  .meta({ id: 'Decision', description: 'Whether one message goes out, and why' });

const enrolment = z.strictObject({
  id: z.string(),
  journeyId: z.string(),
  journeyVersion: count,
  journeyName: localised,
  key: z.string(),
  entry: count,
  round: count,
  arms: z.record(z.string(), z.string()),
  nodeId: z.string(),
  node: open.nullable(),
  resting: z.boolean(),
  status: z.string(),
  enteredAt: instant,
  endedAt: maybeInstant,
  endReason: maybeText,
  endDetail: maybeText,
  dueAt: maybeInstant,
  heldOut: z.boolean(),
});

const merge = z.strictObject({
  at: instant,
  id: z.string(),
  from: z.string(),
  into: z.string(),
  by: z.string(),
  orders: count,
  enrolments: count,
  ended: count,
  fields: z.array(z.unknown()),
});

const order = z.strictObject({
  id: z.string(),
  at: instant,
  amountMinor: count,
  currency: z.string(),
  items: z.array(z.string()),
  origin: z.unknown(),
});

/** Which margin the value is reckoned with; null of who has no value yet. */
export const valueMargin = z
  .strictObject({
    share: z.number(),
    by: z.enum(['own', 'shop', 'stated']),
    shopShare: z.number(),
    ownShare: z.number().nullable(),
    weight: z.number(),
    ownRevenueMinor: count.nullable(),
    ownOrders: count.nullable(),
    text: localised,
  })
  .nullable();

export const customerList = countedPageOf(customer);

export const customerDetail = z
  .strictObject({
    ...row,
    ...profile,
    askedAs: maybeText,
    otherIds: z.array(z.string()),
    merges: z.array(merge),
    sharedAddressWith: z.array(z.string()),
    evidence: open.nullable(),
    evaluatedAt: maybeInstant,
    evidenceText: localised,
    nextChangeAt: maybeInstant,
    rfm: z.unknown(),
    valueMargin,
    consents: z.array(consent),
    complaintOpenSince: maybeInstant,
    suppression: maybeText,
    spendMinor: count,
    enrolments: z.array(enrolment),
    decisions: z.array(decision),
    facts: z.array(z.strictObject({ at: instant, kind: z.string(), journeyId: maybeText, body: open })),
    ordersList: z.array(order),
  })
  .meta({ id: 'CustomerDetail', description: 'Everything about one person that their page shows' });

/** What is kept about one person, as they may ask for it; its parts are told in docs/privacy.md. */
export const personExport = z.looseObject({ customer: maybeText });

export const erasure = z
  .strictObject({
    hash: z.string(),
    at: instant,
    by: z.string(),
    erased: z.record(z.string(), count),
    finishedAt: maybeInstant,
    state: z.enum(['erased', 'under-way']),
  })
  .meta({ id: 'Erasure', description: 'Names nobody: the hash is keyed' });

export const erasureList = listOf(erasure);

export const whyAnswer = z.array(
  z.strictObject({
    at: instant,
    what: z.string(),
    decision: z.string(),
    reason: maybeText,
    feedback: feedback.nullable().optional(),
    evidence: open.nullable(),
  }),
);

const model = z.strictObject({
  name: z.string(),
  params: z.record(z.string(), z.number()),
  logLikelihood: z.number().nullable(),
  converged: z.boolean(),
  flags: z.array(z.string()),
});

const trialFigures = z.strictObject({
  model: z.string(),
  mae: z.number(),
  rmse: z.number(),
  totalError: z.number().nullable(),
  rankCorrelation: z.number().nullable(),
});

export const evaluation = z
  .strictObject({
    at: day,
    stored: z.boolean(),
    customers: count,
    stages: z.record(z.string(), count),
    grades: z.record(z.string(), count),
    model,
    margin: z
      .strictObject({
        share: z.number(),
        revenueMinor: count,
        from: z.record(z.enum(MARGIN_SOURCES), z.number()),
        credibility: z
          .strictObject({ priorMinor: z.number(), spread: z.number(), people: count })
          .nullable()
          .optional(),
      })
      .nullable()
      .meta({ description: 'As measured from costs; null where the margin of the settings counts' }),
    trial: z
      .strictObject({ days: count, customers: count, bought: count, figures: z.array(trialFigures) })
      .nullable(),
    proposal: z
      .strictObject({
        model: z.string(),
        insteadOf: z.string(),
        why: localised,
        figures: z.array(trialFigures),
      })
      .nullable(),
    activity: z
      .strictObject({
        horizonDays: count,
        area: z.number().nullable(),
        recencyArea: z.number().nullable(),
        customers: count,
      })
      .nullable(),
    written: count,
    transitions: count,
  })
  .meta({ id: 'Evaluation' });
