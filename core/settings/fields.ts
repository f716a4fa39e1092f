/** Kinds of value that several sections of the settings share, each with the remedy it names when it is wrong. */
import * as z from 'zod';
import { parseTimeOfDay } from '../duration.ts';
import { MESSAGE_CLASSES } from '../message/messageClass.ts';
import { isZone } from '../zone.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type WeekdayName = (typeof WEEKDAYS)[number];

/** The end of a day, where a window ends. */
const MIDNIGHT = '24:00';
export const DAY_MINUTES = 24 * 60;

/** Minutes after midnight of `HH:MM`, 1,440 for `24:00`; of a text that was checked. */
export function minuteOfDay(text: string): number {
  return text === MIDNIGHT ? DAY_MINUTES : (parseTimeOfDay(text) ?? 0);
}

export const share = z.number().min(0).max(1);

export const timeOfDay = z
  .string()
  .refine((text) => parseTimeOfDay(text) !== null, 'write a time of day as HH:MM');

export const endTimeOfDay = z
  .string()
  .refine(
    (text) => text === MIDNIGHT || parseTimeOfDay(text) !== null,
    'write a time of day as HH:MM; a day ends at 24:00',
  );

export const zoneName = z.string().refine(isZone, {
  error: ({ input }) => `"${String(input)}" is no zone; use an IANA name such as Europe/Berlin`,
});

/** Names of topics, senders, budgets. */
export const itemId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'use lower-case letters, digits, - and _, 40 at most');

export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'use a two-letter ISO 3166-1 code such as DE; of the United Kingdom GB');

export const isoDate = z.iso.date('write a date as YYYY-MM-DD');

export const messageClass = z.enum(MESSAGE_CLASSES);

export const inBothLanguages = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });
export type InBothLanguages = z.infer<typeof inBothLanguages>;

export const weekdays = z
  .array(z.enum(WEEKDAYS))
  .min(1, 'name a day, or leave days out for every day')
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'name each day once');

/** A stretch of local time that may span midnight; it belongs to the day it begins on. */
export const hours = {
  /** Every day where it is left out. */
  days: weekdays.optional(),
  from: timeOfDay,
  until: endTimeOfDay,
};

/** Whether a stretch has a length. */
export function hasLength({ from, until }: { readonly from: string; readonly until: string }): boolean {
  return from !== until;
}
export const NO_LENGTH = {
  path: ['until'],
  message: 'must not equal from: a window has a length; a whole day is 00:00 to 24:00',
};

export const windowOfHours = z.strictObject(hours).refine(hasLength, NO_LENGTH);
export type HoursWindow = z.infer<typeof windowOfHours>;
