/**
 * A campaign as data: one message or a sequence for the people of a segment, at a time, or for whom a call names. It is
 * YAML on disk and JSON in the store, under one schema. What is left out is settled when the campaign is submitted, from the
 * shop's settings, so that nothing that was approved changes afterwards.
 */
import * as z from 'zod';
import { parseDuration } from '../duration.ts';
import { conditionSchema } from '../journey/condition.ts';
import { durationSchema, idSchema, localisedText, timeOfDaySchema } from '../journey/pieces.ts';
import { journeyOfCampaign } from '../journey/treatmentNodes.ts';
import { exitSchema } from '../journey/triggers.ts';
import { MESSAGE_CLASSES } from '../message/messageClass.ts';
import { parseIso } from '../time.ts';

/** Before the id of the journey a campaign runs as. */
export const JOURNEY_PREFIX = journeyOfCampaign('');
/** As long as an id of a journey, without the prefix. */
const LONGEST_ID = 64 - JOURNEY_PREFIX.length;
const MOST_MESSAGES = 10;

/** Paths of the API that stand where an id does. */
const RESERVED: ReadonlySet<string> = new Set(['history', 'validate', 'preview', 'replay']);

export const campaignIdSchema = idSchema
  .max(
    LONGEST_ID,
    `the id of a campaign has at most ${LONGEST_ID} characters: its journey is called ${JOURNEY_PREFIX}<id>`,
  )
  .refine((id) => !RESERVED.has(id), 'this word stands for something else in the API; choose another id');

const instantSchema = z
  .string()
  .refine((text) => parseIso(text) !== null, 'write an instant as 2026-11-27T09:00Z, or a day as 2026-11-27');

const dateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as 2026-11-27')
  .refine((text) => parseIso(text) !== null, 'there is no such day');

const messageSchema = z.strictObject({
  template: idSchema,
  channel: z.enum(['email', 'sms']).default('email'),
  /** Default: the campaign's. */
  topic: idSchema.optional(),
  /** After the message before it; the first goes when the campaign does. */
  after: durationSchema.optional(),
  /** What was not sent by then is not sent any more. */
  expires: durationSchema.default('3d'),
});

const messagesSchema = z
  .array(messageSchema)
  .min(1)
  .max(MOST_MESSAGES)
  .superRefine((messages, context) => {
    for (const [n, { after }] of messages.entries()) {
      if (n === 0 && after !== undefined)
        context.addIssue({
          code: 'custom',
          path: [n, 'after'],
          message: 'the first message goes when the campaign does; leave after out',
        });
      if (n > 0 && after === undefined)
        context.addIssue({
          code: 'custom',
          path: [n, 'after'],
          message: 'say how long after the message before it, for example after: 3d',
        });
    }
  });

const againSchema = z.union([
  z.enum(['never', 'always']),
  z.strictObject({ after: durationSchema }),
  z.strictObject({ times: z.number().int().min(1).max(1_000) }),
]);
export type Again = z.infer<typeof againSchema>;

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const scheduleSchema = z
  .discriminatedUnion(
    'on',
    [
      z.strictObject({ on: z.literal('now') }),
      /** The same instant for everyone. */
      z.strictObject({ on: z.literal('instant'), at: instantSchema }),
      /** This date and time on each person's own clock; the shop's where theirs is not known. */
      z.strictObject({ on: z.literal('local-time'), date: dateSchema, time: timeOfDaySchema }),
      /** At a time of each person's own clock on every day, some weekdays or some days of the month. */
      z.strictObject({
        on: z.literal('recurring'),
        time: timeOfDaySchema,
        weekdays: z.array(z.enum(WEEKDAYS)).min(1).max(7).optional(),
        monthDays: z.array(z.number().int().min(1).max(31)).min(1).max(31).optional(),
        /** Whom an earlier run let in. */
        again: againSchema.default('always'),
      }),
      /** For whom `POST /v1/campaigns/{id}/trigger` names. */
      z.strictObject({ on: z.literal('call'), again: againSchema.default('always') }),
    ],
    { error: 'write schedule as { on: now }, or on: instant, local-time, recurring or call' },
  )
  .default({ on: 'now' });
export type CampaignSchedule = z.infer<typeof scheduleSchema>;

const WINNER_METRICS = ['click', 'order', 'margin', 'goal'] as const;

const testSchema = z.strictObject({
  /** Of the audience, who are in the test; the others get what wins. */
  share: z.number().min(0.01).max(0.9).default(0.2),
  metric: z.enum(WINNER_METRICS).default('order'),
  /** After the last message of the test went out. */
  window: durationSchema.default('1d'),
  /** People a variant, before anything may win. */
  minimum: z.number().int().min(10).max(1_000_000).default(100),
  /** What the others get where nothing is shown to be better. Default: the first variant. */
  fallback: idSchema.optional(),
});
export type CampaignTest = z.infer<typeof testSchema>;

const variantSchema = z.strictObject({
  id: idSchema.max(20),
  /** Parts of those who get a variant by chance. */
  weight: z.number().min(0.01).max(1_000).default(1),
  messages: messagesSchema,
});

export const campaignSchema = z
  .strictObject({
    id: campaignIdSchema,
    name: localisedText,
    description: localisedText.optional(),
    /** A published segment. */
    segment: idSchema.optional(),
    /** In place of a segment: who it is for. */
    audience: conditionSchema.optional(),
    topic: idSchema,
    class: z.enum(MESSAGE_CLASSES).default('promotional'),
    priority: z.number().int().min(0).max(100).default(50),
    messages: messagesSchema.optional(),
    variants: z.array(variantSchema).min(2).max(5).optional(),
    test: testSchema.optional(),
    schedule: scheduleSchema,
    /** Of the audience, who gets nothing, to compare with. Default: the settings', for promotions. */
    holdout: z.number().min(0).max(0.9).optional(),
    /** People an hour who are let in. Default: as many as there are. */
    perHour: z.number().int().min(1).max(10_000_000).optional(),
    /** More people than this, and somebody else must approve. Never more than the settings say. */
    approvalAbove: z.number().int().min(0).optional(),
    /** What it is for: reaching it ends the passage. */
    goal: exitSchema.optional(),
    exits: z.array(exitSchema).max(10).default([]),
    /** After entering, in which what people do counts. */
    outcome: z.strictObject({ window: durationSchema.default('14d') }).prefault({}),
    /** Whoever was not let in by then is not let in any more. */
    until: instantSchema.optional(),
  })
  .superRefine((campaign, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const { segment, audience, messages, variants, test, schedule, holdout } = campaign;
    if (segment !== undefined && audience !== undefined)
      issue('audience', 'give segment or audience, not both');
    if (segment === undefined && audience === undefined && schedule.on !== 'call')
      issue('segment', 'say who it is for: segment, or audience');
    if ((messages === undefined) === (variants === undefined))
      issue('messages', 'give messages, or variants with messages each');
    if (test !== undefined && variants === undefined) issue('test', 'a test needs variants');
    if (test?.fallback !== undefined && variants?.some(({ id }) => id === test.fallback) === false)
      issue('test', `there is no variant "${test.fallback}" to fall back on`);
    if (test !== undefined && (schedule.on === 'call' || schedule.on === 'recurring'))
      issue('test', 'a test has one run; of a campaign with many, give variants alone');
    if (test?.metric === 'goal' && campaign.goal === undefined)
      issue('test', 'the campaign has no goal to test by');
    if (new Set(variants?.map(({ id }) => id)).size < (variants?.length ?? 0))
      issue('variants', 'two variants have the same id');
    if (variants?.some(({ id }) => id === 'rest') === true)
      issue('variants', 'rest stands for whoever is in no test');
    if ((holdout ?? 0) > 0 && campaign.class !== 'promotional')
      issue('holdout', 'only promotions are held out; leave it out');
    if (campaign.perHour !== undefined && schedule.on === 'call')
      issue('perHour', 'whom a call names is let in at once; leave it out');
    if ((parseDuration(campaign.outcome.window) ?? 0) < 3_600_000)
      issue('outcome', 'a window of less than an hour shows nothing');
  });

export type CampaignDefinition = z.infer<typeof campaignSchema>;
export type CampaignMessage = z.infer<typeof messageSchema>;

/** Variants by id; a campaign without any has one, called `message`. */
export function variantsOf({
  messages,
  variants,
}: CampaignDefinition): readonly z.infer<typeof variantSchema>[] {
  return variants ?? [{ id: 'message', weight: 1, messages: messages ?? [] }];
}

export { journeyOfCampaign as journeyIdOf } from '../journey/treatmentNodes.ts';

/** The campaign a journey is; null for a journey of its own. */
export function campaignOfJourney(journeyId: string): string | null {
  return journeyId.startsWith(JOURNEY_PREFIX) ? journeyId.slice(JOURNEY_PREFIX.length) : null;
}
