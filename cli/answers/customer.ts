/** Customers as the API answers them: a row of the list, and the whole picture of one person. */
import * as z from 'zod';
import { nodeSchema } from '../../core/journey/nodes.ts';
import { decisionSchema } from './decision.ts';
import { localisedSchema } from './localised.ts';

const text = z.string().nullish();
const number = z.number().nullish();

export const customerRowSchema = z.looseObject({
  id: z.string(),
  name: text,
  stage: text,
  stageSince: text,
  grade: text,
  rfmGroup: text,
  orders: number,
  lastOrder: text,
  pAlive: number,
  /** Of an order within the quarter to come. */
  pActive: number,
  expectedOrders: number,
  valueMinor: number,
  currency: text,
});
export type CustomerRow = z.output<typeof customerRowSchema>;

export const customerPageSchema = z.looseObject({
  items: z.array(customerRowSchema),
  next: text,
  total: z.number(),
});

const consentSchema = z.looseObject({
  channel: z.string(),
  topic: z.string(),
  state: z.string(),
  at: z.string(),
  source: z.string(),
});

const enrolmentSchema = z.looseObject({
  journeyId: z.string(),
  journeyName: localisedSchema.nullish(),
  nodeId: z.string(),
  status: z.string(),
  enteredAt: z.string(),
  endedAt: text,
  endReason: text,
  endDetail: text,
  dueAt: text,
  heldOut: z.boolean(),
  /** What keeps passages of one journey apart; '' where nothing does. */
  key: z.string().default(''),
  entry: z.number().default(1),
  round: z.number().default(0),
  arms: z.record(z.string(), z.string()).default({}),
  resting: z.boolean().default(false),
  /** The step they are at; none once the passage is over. */
  node: nodeSchema.nullish(),
});
export type EnrolmentView = z.output<typeof enrolmentSchema>;

const factSchema = z.looseObject({
  at: z.string(),
  kind: z.string(),
  journeyId: text,
  body: z.record(z.string(), z.unknown()),
});
export type FactView = z.output<typeof factSchema>;

const orderSchema = z.looseObject({
  id: z.string(),
  at: z.string(),
  amountMinor: z.number(),
  currency: z.string(),
  items: z.array(z.unknown()).default([]),
});
export type OrderView = z.output<typeof orderSchema>;

const mergeSchema = z.looseObject({
  at: z.string(),
  id: z.string(),
  by: z.string(),
  orders: z.number(),
  enrolments: z.number(),
  ended: z.number(),
  fields: z.array(z.string()),
});

const evidenceSchema = z.looseObject({
  limitDays: number,
  ownP90Days: number,
  lastOrderDay: number,
});

export const customerDetailSchema = customerRowSchema.extend({
  email: text,
  phone: text,
  locale: text,
  zone: text,
  knownSince: text,
  evaluatedAt: text,
  evidence: evidenceSchema.nullish(),
  evidenceText: localisedSchema.nullish(),
  spendMinor: number,
  /** Which margin the value is reckoned with, and why. */
  valueMargin: z.looseObject({ text: localisedSchema }).nullish(),
  consents: z.array(consentSchema),
  enrolments: z.array(enrolmentSchema),
  decisions: z.array(decisionSchema),
  facts: z.array(factSchema),
  ordersList: z.array(orderSchema),
  /** The id asked for, where that leads to this person. */
  askedAs: text,
  otherIds: z.array(z.string()).default([]),
  merges: z.array(mergeSchema).default([]),
  sharedAddressWith: z.array(z.string()).default([]),
});
export type CustomerDetail = z.output<typeof customerDetailSchema>;
