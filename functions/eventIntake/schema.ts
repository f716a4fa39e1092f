/** One event as it travels in the intake queue. Instants are milliseconds since the epoch, UTC. */
import * as z from 'zod';
import { MOST_ALSO_KNOWN } from '../../core/customer/event.ts';
import { customerId } from '../../core/ids.ts';
import { CONSENT_BASES, CONSENT_STATES } from '../../core/message/contact.ts';
import type { JsonObject } from '../../core/json.ts';

const profileId = z.string().min(1).max(512).transform(customerId);

const head = {
  source: z.string().min(1).max(100),
  messageId: z.string().min(1).max(200),
  customerId: profileId,
  at: z.number().int(),
  alsoKnownAs: z.array(profileId).max(MOST_ALSO_KNOWN).exactOptional(),
};

const json: z.ZodType<JsonObject> = z.record(z.string(), z.json());

const order = z.object({
  id: z.string().min(1).max(512),
  customerId: profileId,
  at: z.number().int(),
  amountMinor: z.number().int(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  lines: z.array(
    z.object({
      item: z.string().min(1),
      quantity: z.number(),
      priceMinor: z.number().int().nullable(),
      costMinor: z.number().int().min(0).exactOptional(),
    }),
  ),
});

const consent = z.object({
  topic: z.string().min(1),
  channel: z.enum(['email', 'sms']),
  state: z.enum(CONSENT_STATES),
  at: z.number().int(),
  source: z.string(),
  wording: z.string().nullable(),
  basis: z.enum(CONSENT_BASES).exactOptional(),
  by: z.string().exactOptional(),
  confirmed: z.boolean().exactOptional(),
});

export const intakeEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tracked'), ...head, name: z.string().min(1).max(200), properties: json }),
  z
    .object({ kind: z.literal('order'), ...head, order, properties: json.exactOptional() })
    .refine((event) => event.order.customerId === event.customerId, {
      path: ['order', 'customerId'],
      message: 'must be the customer of the event',
    }),
  z.object({
    kind: z.literal('identified'),
    ...head,
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    phone: z.string().exactOptional(),
    locale: z.string().exactOptional(),
    zone: z.string().exactOptional(),
    traits: json.exactOptional(),
    consents: z.array(consent).exactOptional(),
  }),
  z.object({ kind: z.literal('aliased'), ...head, previous: profileId }),
]);
