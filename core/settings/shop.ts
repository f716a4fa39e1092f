/** The shop itself, and the base of the links it hands out. */
import * as z from 'zod';
import { zoneName } from './fields.ts';

/** Starter programmes that are shipped. */
export const EDITIONS = ['shop', 'service'] as const;

/** Stand in until the shop names its own: nothing leaves under them. */
export const EXAMPLE_SENDER_EMAIL = 'hello@shop.example';
export const EXAMPLE_POSTAL_ADDRESS = '1 Example Street, Example Town';

export const shop = z
  .strictObject({
    name: z.string().min(1).default('Your shop'),
    /** ISO 4217 code; orders in another currency are rejected. Null until the first import names it. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'use a three-letter ISO 4217 code')
      .nullable()
      .default(null),
    /** IANA zone of people whose own zone is unknown. */
    zone: zoneName.default('UTC'),
    locale: z.enum(['en', 'zh-CN']).default('en'),
    senderName: z.string().min(1).default('Your shop'),
    senderEmail: z.email().default(EXAMPLE_SENDER_EMAIL),
    /** Shown in every promotional email. */
    postalAddress: z.string().min(1).default(EXAMPLE_POSTAL_ADDRESS),
    /** Shown where a message asks to call; null leaves it out. */
    phone: z.string().min(3).max(40).nullable().default(null),
    /** Which starter programme is published: of a shop, or of a business whose customers come for visits and courses. */
    edition: z.enum(EDITIONS).default('shop'),
    website: z.url().default('https://shop.example'),
    /** Whose rules hold for people of no known country: an id of `jurisdictions`. Null: consent must be given, and no more. */
    jurisdiction: z.string().min(1).nullable().default(null),
  })
  .prefault({});

const LOOPBACK = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/;

export const pages = z
  .strictObject({
    /** Base of preference centre, unsubscribe and tracked links; null: the address of this machine's own server. */
    url: z
      .url()
      .refine(
        (url) => url.startsWith('https://') || LOOPBACK.test(url),
        'use https: mail programs refuse one-click unsubscribe over anything else (RFC 8058)',
      )
      .nullable()
      .default(null),
  })
  .prefault({});
