/** What lets a person into a journey and what ends it, as data. */
import * as z from 'zod';
import { conditionSchema } from './condition.ts';
import {
  dateSchema,
  durationSchema,
  eventNameSchema,
  idSchema,
  localTimeSchema,
  pathSchema,
  stageListSchema,
} from './pieces.ts';

const stageTrigger = z.strictObject({
  on: z.literal('stage'),
  to: stageListSchema.optional(),
  from: stageListSchema.optional(),
});

/** Somebody came into a segment, or went out of it: by what they did, or because time passed. */
const segmentTrigger = z.strictObject({
  on: z.literal('segment'),
  segment: idSchema,
  change: z.enum(['entered', 'left']).default('entered'),
});

const eventTrigger = z.strictObject({
  on: z.literal('event'),
  event: eventNameSchema,
  /** Dotted path in the event's properties. Of an entry: each of its values is a passage of its own. Of an exit: ends only the passage of that value. */
  key: pathSchema.optional(),
});

const where = { where: conditionSchema.optional() };

/** At a local time of the shop, on every day, some weekdays or some days of the month: everyone the filter lets in. */
const scheduleTrigger = localTimeSchema.extend({
  on: z.literal('schedule'),
  monthDays: z.array(z.number().int().min(1).max(31)).min(1).max(31).optional(),
  /** Entries are spread evenly over this long. */
  spread: durationSchema.optional(),
});

/** On a date of the person's, in the person's own zone. */
const dateTrigger = dateSchema
  .safeExtend({ on: z.literal('date') })
  .refine(({ property }) => property === undefined, {
    path: ['property'],
    message: 'nobody has an event before they enter; name a trait or a festival',
  });

/** Asked for by name: the API, the command line or the event `Journey Requested`. */
const apiTrigger = z.strictObject({ on: z.literal('api'), key: pathSchema.optional() });

/** By the campaign the journey is, and in no other way. */
const campaignTrigger = z.strictObject({ on: z.literal('campaign') });

export const entrySchema = z.discriminatedUnion('on', [
  stageTrigger.extend(where),
  segmentTrigger.extend(where),
  eventTrigger.extend(where),
  scheduleTrigger.extend(where),
  dateTrigger.safeExtend(where),
  apiTrigger.extend(where),
  campaignTrigger.extend(where),
]);

export const exitSchema = z.discriminatedUnion('on', [
  stageTrigger,
  segmentTrigger,
  eventTrigger.extend(where),
  /** A condition on the person, looked at whenever something happens to them and at every step. */
  z.strictObject({ on: z.literal('condition'), when: conditionSchema }),
]);

export const reentrySchema = z.union([
  z.enum(['never', 'always']),
  z.strictObject({ after: durationSchema }),
  z.strictObject({ times: z.number().int().min(1).max(1000) }),
]);

export type EntryTrigger = z.infer<typeof entrySchema>;
export type ExitTrigger = z.infer<typeof exitSchema>;
export type ScheduleTrigger = Extract<EntryTrigger, { on: 'schedule' }>;
export type DateTrigger = Extract<EntryTrigger, { on: 'date' }>;

/** The event that stands for a request to enter: its property `journey` names which, the rest is its own. */
export const JOURNEY_REQUESTED = 'Journey Requested';
