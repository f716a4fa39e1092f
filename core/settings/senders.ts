/**
 * In whose name messages go out. Without any, everything goes out as the shop says in `shop`; a sender called `default` takes
 * that place, others speak for the topics and classes they name.
 */
import * as z from 'zod';
import { isoDate, itemId, messageClass } from './fields.ts';

const domainName = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'use a domain name such as mail.shop.example',
  );

/** A new sender begins with little and sends more each day, so that mailbox providers come to know it. */
const warmUp = z.strictObject({
  /** First day, UTC. */
  from: isoDate,
  /** Most messages on the first day. */
  firstDay: z.number().int().min(1).max(1_000_000).default(500),
  /** Each day so many times as many as the day before. */
  growth: z.number().min(1.05).max(3).default(1.5),
});

const sender = z.strictObject({
  name: z.string().min(1).max(100),
  email: z.email(),
  replyTo: z.email().nullable().default(null),
  /** The domain that signs (DKIM); null: that of `email`. */
  domain: domainName.nullable().default(null),
  /** The domain bounces return to (MAIL FROM); null: the provider's. */
  returnPath: domainName.nullable().default(null),
  /** Null: the shop's. */
  postalAddress: z.string().min(1).nullable().default(null),
  /** Number or name SMS come from; null: the provider's choice. */
  smsSender: z.string().min(1).max(20).nullable().default(null),
  /** Stands between 【 and 】 before an SMS to China; null: the sender's name. */
  signature: z.string().min(2).max(20).nullable().default(null),
  /** Sends messages of these topics, ahead of classes. */
  topics: z.array(itemId).default([]),
  classes: z.array(messageClass).default([]),
  warmUp: warmUp.nullable().default(null),
});

export const senders = z.record(itemId, sender).default({});
export type SenderSettings = z.infer<typeof sender>;
