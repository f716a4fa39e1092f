/**
 * The shop's settings: one validated document with defaults, kept as `settings.yaml` in the data folder. Every value a
 * rule of the domain rests on and a shop may want to change is here, with its unit.
 */
import * as z from 'zod';
import { parseTimeOfDay } from '../duration.ts';
import { MESSAGE_CLASSES } from '../message/messageClass.ts';

/** Starter programmes that are shipped. */
export const EDITIONS = ['shop', 'service'] as const;

const share = z.number().min(0).max(1);
const timeOfDay = z.string().refine((text) => parseTimeOfDay(text) !== null, 'write a time of day as HH:MM');

const shop = z
  .strictObject({
    name: z.string().min(1).default('Your shop'),
    /** ISO 4217 code; orders in another currency are rejected. Null until the first import names it. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'use a three-letter ISO 4217 code')
      .nullable()
      .default(null),
    /** IANA zone of people whose own zone is unknown. */
    zone: z.string().min(1).default('UTC'),
    locale: z.enum(['en', 'zh-CN']).default('en'),
    senderName: z.string().min(1).default('Your shop'),
    senderEmail: z.email().default('hello@shop.example'),
    /** Shown in every promotional email. */
    postalAddress: z.string().min(1).default('1 Example Street, Example Town'),
    /** Shown where a message asks to call; null leaves it out. */
    phone: z.string().min(3).max(40).nullable().default(null),
    /** Which starter programme is published: of a shop, or of a business whose customers come for visits and courses. */
    edition: z.enum(EDITIONS).default('shop'),
    website: z.url().default('https://shop.example'),
  })
  .prefault({});

const value = z
  .strictObject({
    model: z.enum(['mbg-nbd']).default('mbg-nbd'),
    refitEveryDays: z.number().int().min(1).max(365).default(7),
    /** Contribution margin as a share of revenue; 1 until set. */
    margin: share.default(1),
    horizonWeeks: z.number().int().min(1).max(520).default(52),
  })
  .prefault({});

const lifecycle = z
  .strictObject({
    /** Quantile of the gaps that counts as the limit of the usual. */
    lateQuantile: z.number().min(0.5).max(0.99).default(0.9),
    /** How many own gaps the shop's quantile weighs as much as. */
    shopWeightGaps: z.number().min(0).max(100).default(3),
    stabilityMinOrders: z.number().int().min(2).max(100).default(4),
    stabilityEnterVariation: z.number().min(0).max(10).default(1),
    stabilityLeaveVariation: z.number().min(0).max(10).default(1.25),
    /** Used while the shop has fewer repeat gaps than `minGaps`. */
    fallbackGapDays: z.number().int().min(1).max(3650).default(90),
    minGaps: z.number().int().min(1).default(10),
  })
  .refine((rules) => rules.stabilityLeaveVariation >= rules.stabilityEnterVariation, {
    path: ['stabilityLeaveVariation'],
    message: 'must not be below stabilityEnterVariation, or customers would flap between two stages',
  })
  .prefault({});

const grades = z
  .strictObject({
    aShare: share.default(0.2),
    bShare: share.default(0.3),
    /** A customer keeps a grade until the value is this share below its cut. */
    hysteresis: share.default(0.1),
  })
  .refine((cut) => cut.aShare + cut.bShare <= 1, {
    path: ['bShare'],
    message: 'aShare + bShare must not exceed 1',
  })
  .prefault({});

const cap = z.strictObject({
  class: z.enum(MESSAGE_CLASSES),
  most: z.number().int().min(0).max(1000),
  withinDays: z.number().int().min(1).max(31),
});

const quietHours = z.strictObject({
  from: timeOfDay,
  until: timeOfDay,
  /** `hold` waits for the end of the quiet hours; `drop` suppresses. */
  then: z.enum(['hold', 'drop']).default('hold'),
});

const messages = z
  .strictObject({
    caps: z
      .array(cap)
      .max(20)
      .default([{ class: 'promotional', most: 3, withinDays: 7 }]),
    /** In the customer's zone; null sends at any hour. */
    quietHours: quietHours.nullable().default({ from: '21:00', until: '08:00', then: 'hold' }),
    /** For people whose zone is unknown: only between these hours of the shop's zone. */
    unknownZoneWindow: z
      .strictObject({ from: timeOfDay.default('10:00'), until: timeOfDay.default('18:00') })
      .prefault({}),
    /** Price of one email in millionths of a US dollar (0.10 USD a thousand = 100). */
    emailPriceMicroUsd: z.number().int().min(0).default(100),
    /** Price of one part of an SMS, likewise. */
    smsPriceMicroUsd: z.number().int().min(0).default(7_500),
  })
  .prefault({});

export const settingsSchema = z.strictObject({
  shop,
  value,
  lifecycle,
  grades,
  messages,
  seed: z.int().default(1),
});

export type Settings = z.infer<typeof settingsSchema>;
export type LifecycleSettings = Settings['lifecycle'];
export type GradeSettings = Settings['grades'];
export type MessageSettings = Settings['messages'];

/** Settings with every default in place. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});
