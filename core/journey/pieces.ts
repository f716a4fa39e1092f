/** The small pieces definitions are written with: ids, durations, dates and times, as schemas with the remedy in the message. */
import * as z from 'zod';
import { parseDuration, parseTimeOfDay } from '../duration.ts';
import { STAGES } from '../lifecycle/lifecycle.ts';
import { FESTIVALS } from './clock/festival.ts';
import type { Weekday } from './clock/localTime.ts';

/** `constructor` is no id: records keyed by id are plain objects, which have a member of that name. */
export const idSchema = z
  .string()
  .regex(
    /^(?!constructor$)[a-z][a-z0-9-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9 and -, beginning with a letter (and not the word constructor)',
  );

export const durationSchema = z
  .string()
  .refine(
    (text) => parseDuration(text) !== null,
    'write a duration as 30m, 1h, 10d or 2w (at most five years)',
  );

export const timeOfDaySchema = z
  .string()
  .refine((text) => parseTimeOfDay(text) !== null, 'write a time of day as HH:MM');

/** Days before (`-5d`) or after (`5d`) a date; `0d` is the day itself. */
export const dayOffsetSchema = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,3})d$/, 'write days before or after as -5d, 0d or 5d');

/** Whole days of a text that `dayOffsetSchema` has accepted; 0 for anything else. */
export function offsetDaysOf(text: string): number {
  const days = Number.parseInt(text, 10);
  return Number.isNaN(days) ? 0 : days;
}

/** A text in every language the product speaks. */
export const localisedText = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });

export const stageListSchema = z.union([
  z.enum(STAGES).transform((stage) => [stage]),
  z.array(z.enum(STAGES)).min(1),
]);

export const eventNameSchema = z.string().min(1).max(200);

/** One event name or several. */
export const eventNamesSchema = z.union([
  eventNameSchema.transform((name) => [name]),
  z.array(eventNameSchema).min(1).max(20),
]);

/** Dotted path in an event's properties or a person's traits. */
export const pathSchema = z.string().min(1).max(200);

const ISO_WEEKDAY = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
} as const;
const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
const weekdaysSchema = z.array(weekday).min(1).max(7);

/** ISO numbers of the weekdays (Monday is 1), or every day. */
export function weekdayNumbers(
  days: readonly (keyof typeof ISO_WEEKDAY)[] | undefined,
): readonly Weekday[] | undefined {
  return days?.map((day) => ISO_WEEKDAY[day]);
}

/** A local time of day, on any day or on some weekdays. */
export const localTimeSchema = z.strictObject({ time: timeOfDaySchema, weekdays: weekdaysSchema.optional() });

/** A date of a person's life, or of the calendar, with a distance from it in days and the local time of that day. */
export const dateSchema = z
  .strictObject({
    /** Path of a trait that holds a date. */
    trait: pathSchema.optional(),
    /** Path of a property of the event that let the person in. */
    property: pathSchema.optional(),
    festival: z.enum(FESTIVALS).optional(),
    /** True: the date's anniversary, for example of a birthday. */
    yearly: z.boolean().default(false),
    offset: dayOffsetSchema.default('0d'),
    at: timeOfDaySchema.default('10:00'),
  })
  .refine(
    ({ trait, property, festival }) =>
      [trait, property, festival].filter((one) => one !== undefined).length === 1,
    'give exactly one of trait, property and festival',
  );
export type JourneyDate = z.infer<typeof dateSchema>;
