/** What is given of a customer, and told of one: profile fields, consents, orders. */
import * as z from 'zod';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import { e164 } from '../../core/message/phone.ts';
import { isZone } from '../../core/zone.ts';
import { momentSchema } from './moment.ts';

const json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

export const jsonObject = z.record(z.string().min(1), json);

export const fieldsOfProfile = {
  name: z.string().min(1).optional(),
  email: z.email('write an email address').optional(),
  phone: z
    .string()
    .refine((text) => e164(text) !== null, 'write a phone number with its country code, as +4930901820')
    .optional(),
  locale: z.string().min(2).optional(),
  zone: z
    .string()
    .refine((text) => isZone(text), 'there is no such time zone; write one as Europe/Berlin')
    .optional(),
  traits: jsonObject.optional(),
};

const topicPattern = new RegExp(`^((${CONSENT_CHANNELS.join('|')})/)?[a-z][a-z0-9-]{0,63}$`);
const topic = z.string().regex(topicPattern, 'write a topic as offers, or sms/offers for one channel');

/** Topics agreed to, or by topic what was said; a topic alone stands for every channel whose address is known. */
export const consentsSchema = z.union([
  z.array(topic).transform((topics) => topics.map((name) => ({ topic: name, state: 'granted' as const }))),
  z
    .record(topic, z.enum(['granted', 'denied']))
    .transform((states) => Object.entries(states).map(([name, state]) => ({ topic: name, state }))),
]);
export type GivenConsents = z.infer<typeof consentsSchema>;

const orderFields = {
  id: z.string().min(1).max(200).optional(),
  /** In whole units of the currency, as 25 or 19.90; below 0 a refund. */
  amount: z.number(),
  items: z.array(z.string().min(1)).max(100).optional(),
};

export const orderSchema = z.strictObject({ at: momentSchema, ...orderFields });
export type GivenOrder = z.infer<typeof orderSchema>;
export const toldOrderSchema = z.strictObject({ ...orderFields, properties: jsonObject.optional() });
