/** What happens in a case, and what is expected to be decided: one line each, which says exactly one thing. */
import * as z from 'zod';
import { idSchema } from '../../core/journey/pieces.ts';
import { STAGES } from '../../core/lifecycle/lifecycle.ts';
import { CHANNELS } from '../../core/message/messageClass.ts';
import { consentsSchema, fieldsOfProfile, jsonObject, toldOrderSchema } from './givenParts.ts';
import { momentSchema } from './moment.ts';

type Issues = z.core.$RefinementCtx;

/** The one of some fields that is there; otherwise the issue is noted. */
function exactlyOne(line: object, names: readonly string[], context: Issues): string | null {
  const given = names.filter((name) => name in line);
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  const message = `give exactly one of ${names.join(', ')}${given.length === 0 ? '' : `, not ${given.join(' and ')}`}`;
  context.addIssue({ code: 'custom', path: given.slice(1, 2), message });
  return null;
}

/** Fields that mean something beside one kind of line only. */
function onlyBeside(
  line: object,
  kind: string,
  fields: Readonly<Record<string, readonly string[]>>,
  context: Issues,
) {
  for (const [field, kinds] of Object.entries(fields)) {
    if (!(field in line) || kinds.includes(kind)) continue;
    context.addIssue({ code: 'custom', path: [field], message: `${field} goes with ${kinds.join(' or ')}` });
  }
}

const person = { customer: z.string().min(1).max(200).optional() };

export const eventSchema = z
  .strictObject({
    at: momentSchema,
    /** When it reaches the shop. Default: when it happens. */
    arrives: momentSchema.optional(),
    /** Two events with one id are one event. */
    id: z.string().min(1).max(200).optional(),
    ...person,
    event: z.string().min(1).max(200).optional(),
    properties: jsonObject.optional(),
    order: toldOrderSchema.optional(),
    identify: z.strictObject({ ...fieldsOfProfile, consents: consentsSchema.optional() }).optional(),
    /** The stage changes as an evaluation changes it; it stays until an order says otherwise. */
    stage: z.enum(STAGES).optional(),
  })
  .superRefine((line, context) => {
    const kind = exactlyOne(line, ['event', 'order', 'identify', 'stage'], context);
    if (kind === null) return;
    const told = ['event', 'order', 'identify'];
    onlyBeside(line, kind, { properties: ['event'], arrives: told, id: told }, context);
  });
export type GivenEvent = z.infer<typeof eventSchema>;

export const ENDINGS = ['goal', 'exit', 'completed', 'refused', 'broken', 'merged'] as const;
const OUTCOMES = ['sent', 'held-out', 'suppressed', 'failed', 'unknown', 'pending'] as const;

export const expectedSchema = z
  .strictObject({
    at: momentSchema.optional(),
    ...person,
    journey: idSchema.optional(),
    key: z.union([z.string(), z.number().transform(String)]).optional(),
    /** The node that sends. */
    send: idSchema.optional(),
    template: idSchema.optional(),
    channel: z.enum(CHANNELS).optional(),
    /** Default: sent, or suppressed where a reason is given. */
    outcome: z.enum(OUTCOMES).optional(),
    /** Of a message that is not sent, and of an entry that is refused. */
    reason: z.string().min(1).optional(),
    ends: z.enum(ENDINGS).optional(),
    /** What ended it, as the event's name. */
    by: z.string().min(1).optional(),
    enters: idSchema.optional(),
    refuses: idSchema.optional(),
    trait: jsonObject.optional(),
    /** The node that gives an offer, points or products, or finds there is nothing to give. */
    gives: idSchema.optional(),
    /** Of what is given: a rung, `given`, `refused`, `nothing`, `failed` or `late`. */
    arm: z.string().min(1).optional(),
    /** The node that asks the shop's people to act. */
    task: idSchema.optional(),
    nothing: z.literal(true).optional(),
  })
  .superRefine((line, context) => {
    const kinds = ['send', 'ends', 'enters', 'refuses', 'trait', 'gives', 'task', 'nothing'];
    const kind = exactlyOne(line, kinds, context);
    if (kind === null) return;
    const fields = {
      template: ['send'],
      channel: ['send'],
      outcome: ['send'],
      reason: ['send', 'refuses'],
      by: ['ends'],
      arm: ['gives'],
      key: ['send', 'ends', 'enters', 'gives', 'task'],
      journey: ['send', 'ends', 'gives', 'task'],
      at: ['send', 'ends', 'enters', 'refuses', 'trait', 'gives', 'task'],
    };
    onlyBeside(line, kind, fields, context);
    if (kind !== 'nothing' && line.at === undefined)
      context.addIssue({ code: 'custom', path: ['at'], message: 'say when, as +1h' });
  });
export type GivenExpectation = z.infer<typeof expectedSchema>;
