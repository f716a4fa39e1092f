/** What messages leave by, what is looked at afterwards, and when sending stops by itself. */
import * as z from 'zod';
import { endTimeOfDay, itemId, minuteOfDay, share, timeOfDay, weekdays } from './fields.ts';

/**
 * `mailbox` keeps every message and sends none. Secrets (of webhooks, of providers) are no settings: they are named values of
 * the store or of the cloud's own keeping.
 */
export const delivery = z
  .strictObject({
    email: z.enum(['mailbox', 'ses']).default('mailbox'),
    sms: z.enum(['mailbox', 'aws']).default('mailbox'),
    webhook: z.enum(['mailbox', 'http']).default('mailbox'),
    /** `invented`: made-up deliveries, bounces, opens and clicks of what the mailbox keeps. For trying out; never with real customers. */
    mailboxNews: z.enum(['none', 'invented']).default('none'),
    /** AWS region of SES and SMS. */
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'use a region such as eu-central-1')
      .nullable()
      .default(null),
    /** Configuration set that reports what becomes of mails. */
    sesConfigurationSet: z.string().min(1).nullable().default(null),
    smsConfigurationSet: z.string().min(1).nullable().default(null),
    /** Phone number, pool or sender id SMS come from. */
    smsOrigination: z.string().min(1).nullable().default(null),
    /** Lets webhooks go to `http:` addresses too, where anyone on the way can read them. */
    webhookHttp: z.boolean().default(false),
    /** Ports webhooks may go to beside 443 (and 80, with `webhookHttp`). */
    webhookPorts: z.array(z.number().int().min(1).max(65_535)).max(20).default([]),
  })
  .prefault({});

export const tracking = z
  .strictObject({ opens: z.boolean().default(true), clicks: z.boolean().default(true) })
  .prefault({});

/** Sending that is not transactional pauses by itself before either rate is reached. */
export const guard = z
  .strictObject({
    /** Spam complaints a message delivered. */
    complaintRate: share.default(0.0008),
    hardBounceRate: share.default(0.04),
    /** Below so many sends no rate is read. */
    minSends: z.number().int().min(1).default(1_000),
    withinDays: z.number().int().min(1).max(31).default(7),
  })
  .prefault({});

const words = z.array(z.string().trim().min(1).max(20)).max(50).default([]);

export const inbound = z
  .strictObject({
    /** Beside those that are understood anyway: STOP, 退订, T, … */
    stopWords: words,
    startWords: words,
    helpWords: words,
    /** What answers HELP; null: a plain line with the shop's name and phone. */
    helpTemplate: itemId.nullable().default(null),
    /** When the care task of a reply is due. */
    careDueHours: z.number().int().min(1).max(720).default(24),
    /** When the care task of a complaint is due. */
    complaintDueHours: z.number().int().min(1).max(720).default(8),
    /** When people of the shop work, in its zone: what would be due outside is due at the next beginning. */
    workingTime: z
      .strictObject({
        days: weekdays.default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
        from: timeOfDay.default('09:00'),
        until: endTimeOfDay.default('18:00'),
      })
      .refine(({ from, until }) => minuteOfDay(from) < minuteOfDay(until), {
        path: ['until'],
        message: 'must be later than from: working time lies within one day',
      })
      .prefault({}),
  })
  .refine(({ stopWords, startWords, helpWords }) => {
    const all = [...stopWords, ...startWords, ...helpWords].map((word) => word.toLowerCase());
    return new Set(all).size === all.length;
  }, 'a word can only mean one thing; take it out of all lists but one')
  .prefault({});
