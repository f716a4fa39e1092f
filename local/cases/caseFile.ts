/**
 * A file of cases as data: which journeys, and of each case the customers, what happens to them, and what is to be decided.
 * Fields nobody knows are refused by name. What is complete and what a time means is said in `docs/journey-tests.md`.
 */
import * as z from 'zod';
import { idSchema } from '../../core/journey/pieces.ts';
import { GRADES, STAGES } from '../../core/lifecycle/lifecycle.ts';
import { settingsSchema } from '../../core/settings/settings.ts';
import { eventSchema, expectedSchema } from './caseParts.ts';
import { consentsSchema, fieldsOfProfile, orderSchema } from './givenParts.ts';
import { momentSchema, startSchema } from './moment.ts';

const customerSchema = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  /** False: nobody has heard of them before the first event. */
  known: z.boolean().optional(),
  since: momentSchema.optional(),
  ...fieldsOfProfile,
  consents: consentsSchema.optional(),
  orders: z.array(orderSchema).max(1_000).optional(),
  /** What the orders come to; without orders, a customer whose orders come to it. */
  stage: z.enum(STAGES).optional(),
  grade: z.enum(GRADES).optional(),
  /** Why nothing may be sent to the addresses. */
  suppressed: z.enum(['hard-bounce', 'spam-complaint', 'manual']).optional(),
  /** Since when a complaint is open. */
  complaint: momentSchema.optional(),
});

const days = z.number().min(1).max(3_650);
/** How often the customers of the shop order, in days. What is left out is the settings' `fallbackGapDays`. */
const rhythmSchema = z.strictObject({
  p50Days: days.optional(),
  p80Days: days.optional(),
  firstP50Days: days.optional(),
  firstP80Days: days.optional(),
  /** A repeat buyer is late after about this. */
  gapDays: days.optional(),
  /** Who has ordered once is late after this. */
  firstGapDays: days.optional(),
});

const expectList = z.array(expectedSchema).min(1, 'expect something, or write - nothing: true');

const caseSchema = z
  .strictObject({
    name: z.string().min(1).max(300),
    now: startSchema.optional(),
    customer: customerSchema.optional(),
    customers: z.array(customerSchema).min(1).max(50).optional(),
    events: z.array(eventSchema).max(1_000).default([]),
    until: momentSchema.optional(),
    seed: z.int().optional(),
    /** Which side of every holdout all are on. Default: treated, unless a seed is given. */
    holdout: z.enum(['treated', 'held-out']).optional(),
    /** By experiment or holdout node the arm all get. */
    arms: z.record(idSchema, z.string().min(1)).default({}),
    /** By node what an offer, points or a recommendation comes to: a rung, `given`, or why nothing. Default: `given`. */
    gives: z.record(idSchema, z.string().min(1)).default({}),
    rhythm: rhythmSchema.optional(),
    settings: settingsSchema.optional(),
    /** All that is decided, unless `expect-some`. */
    expect: expectList,
    'expect-some': z.boolean().default(false),
  })
  .superRefine((one, context) => {
    if (one.customer !== undefined && one.customers !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['customers'],
        message: 'give customer or customers, not both',
      });
    const nothing = one.expect.findIndex((line) => line.nothing);
    if (nothing >= 0 && (one.expect.length > 1 || one['expect-some']))
      context.addIssue({
        code: 'custom',
        path: ['expect', nothing],
        message: 'nothing stands alone: nothing at all is decided',
      });
  });

/** The id of a journey, or the path of its file. */
const journeyName = z.string().min(1).max(500);

export const caseFileSchema = z
  .strictObject({
    journey: journeyName.optional(),
    journeys: z.array(journeyName).min(1).max(20).optional(),
    settings: settingsSchema.optional(),
    rhythm: rhythmSchema.optional(),
    /** The start of the cases that name none. */
    now: startSchema.optional(),
    /** What the customer of a case is where the case does not say otherwise; not of `customers`. */
    customer: customerSchema.optional(),
    cases: z.array(caseSchema).min(1).max(500),
  })
  .superRefine((file, context) => {
    if ((file.journey === undefined) === (file.journeys === undefined))
      context.addIssue({ code: 'custom', path: ['journey'], message: 'give either journey or journeys' });
    for (const [index, one] of file.cases.entries()) {
      if (one.now === undefined && file.now === undefined)
        context.addIssue({
          code: 'custom',
          path: ['cases', index, 'now'],
          message: 'say when the case begins: now, in the case or for the whole file',
        });
      const before = file.cases.findIndex(({ name }) => name === one.name);
      if (before < index)
        context.addIssue({
          code: 'custom',
          path: ['cases', index, 'name'],
          message: 'another case has this name',
        });
    }
  });

export type CaseFile = z.infer<typeof caseFileSchema>;
export type Case = CaseFile['cases'][number];
export type GivenCustomer = z.infer<typeof customerSchema>;
export type GivenRhythm = z.infer<typeof rhythmSchema>;
