/** The nodes of a journey as data: what each may hold, and where each leads. */
import * as z from 'zod';
import { conditionSchema } from './condition.ts';
import { messageFields } from './messageFields.ts';
import {
  dateSchema,
  dayOffsetSchema,
  durationSchema,
  eventNamesSchema,
  idSchema,
  localTimeSchema,
  pathSchema,
} from './pieces.ts';
import { survey } from './surveyNode.ts';
import { campaign, offer, points, recommend, task } from './treatmentNodes.ts';

const webhookUrl = z
  .url({ protocol: /^https$/, error: 'give an address that begins with https://' })
  .max(2_000)
  .refine((text) => !/^https:\/\/[^/]*@/.test(text), 'leave user and password out of the address');

const send = z
  .strictObject({
    type: z.literal('send'),
    channel: z.enum(['email', 'sms', 'webhook']).default('email'),
    /** Of email and SMS. */
    template: idSchema.optional(),
    /** Of a webhook: where the shop's own system listens. */
    url: webhookUrl.optional(),
    ...messageFields,
    next: idSchema,
  })
  .superRefine(({ channel, template, url }, context) => {
    const wants = channel === 'webhook' ? 'url' : 'template';
    const has = channel === 'webhook' ? url : template;
    const other = channel === 'webhook' ? template : url;
    if (has === undefined)
      context.addIssue({ code: 'custom', path: [wants], message: `a send by ${channel} needs a ${wants}` });
    if (other !== undefined) {
      const unwanted = channel === 'webhook' ? 'template' : 'url';
      context.addIssue({
        code: 'custom',
        path: [unwanted],
        message: `a send by ${channel} takes no ${unwanted}`,
      });
    }
  });

/** So many days of the rhythm in which the shop's customers, or this one, come back. */
const gap = z.strictObject({
  of: z.enum(['shop', 'customer']),
  quantile: z.enum(['p50', 'p80']),
  from: z.enum(['last-order', 'now']).default('last-order'),
  /** The gap is multiplied by this. */
  times: z.number().min(0.1).max(10).default(1),
  offset: dayOffsetSchema.default('0d'),
  atLeast: durationSchema.optional(),
  atMost: durationSchema.optional(),
});

const wait = z
  .strictObject({
    type: z.literal('wait'),
    for: durationSchema.optional(),
    /** The next time of day in the person's zone, a date, or the hour at which the person usually orders. */
    until: z
      .union([z.literal('best-hour'), localTimeSchema, dateSchema], {
        error:
          'write best-hour, a local time ({ time: "09:00" }) or a date ({ trait: birthday, offset: -5d })',
      })
      .optional(),
    gap: gap.optional(),
    next: idSchema,
    /** Where a person goes on whose date is not known. Default: `next`. */
    missing: idSchema.optional(),
  })
  .refine(
    (node) => [node.for, node.until, node.gap].filter((one) => one !== undefined).length === 1,
    'give exactly one of for, until and gap',
  );

const waitFor = z.strictObject({
  type: z.literal('wait-for'),
  event: eventNamesSchema,
  /** Path of the property that must equal the key of the passage. */
  key: pathSchema.optional(),
  where: conditionSchema.optional(),
  timeout: durationSchema,
  next: idSchema,
  onTimeout: idSchema,
});

const branch = z.strictObject({
  type: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: conditionSchema, next: idSchema }))
    .min(1)
    .max(20),
  otherwise: idSchema,
});

/** When an experiment may end by itself: judged every night by a test that may be looked at on any day. */
const winnerRule = z.strictObject({
  /** Reaching the journey's goal, or any order. */
  metric: z.enum(['goal', 'order']),
  /** What counts after entering; people are judged once it is over. */
  window: durationSchema.default('14d'),
  /** People an arm whose window is over, before anything is decided. */
  minimum: z.number().int().min(10).max(1_000_000).default(100),
  rule: z.literal('always-valid').default('always-valid'),
});

const experiment = z
  .strictObject({
    type: z.literal('experiment'),
    arms: z
      .array(z.strictObject({ id: idSchema, share: z.number().min(0).max(1), next: idSchema }))
      .min(2)
      .max(10),
    /** Newcomers get the arm that proved best. Without it chance goes on deciding. */
    winner: winnerRule.optional(),
    /** Its campaign says which arm everybody gets: until then people wait here. */
    decidedBy: z.literal('campaign').optional(),
  })
  .superRefine(({ arms }, context) => {
    const sum = arms.reduce((total, arm) => total + arm.share, 0);
    if (Math.abs(sum - 1) > 1e-6)
      context.addIssue({
        code: 'custom',
        path: ['arms'],
        message: `the shares must add up to 1; they add up to ${sum}`,
      });
    if (new Set(arms.map((arm) => arm.id)).size < arms.length)
      context.addIssue({ code: 'custom', path: ['arms'], message: 'two arms have the same id' });
  });

const holdout = z.strictObject({
  type: z.literal('holdout'),
  /** Share of people held out, 0 to 1. */
  share: z.number().min(0).max(1),
  next: idSchema,
});

const update = z.strictObject({
  type: z.literal('update'),
  /** Traits to set; null empties one. */
  set: z
    .record(
      z.string().regex(/^[A-Za-z_][\w]{0,63}$/, 'name a trait by letters, digits and _'),
      z.union([z.string(), z.number(), z.boolean(), z.null()]),
    )
    .refine((traits) => Object.keys(traits).length > 0, 'set at least one trait'),
  next: idSchema,
});

const start = z.strictObject({ type: z.literal('start'), journey: idSchema, next: idSchema });

const jump = z.strictObject({
  type: z.literal('jump'),
  to: idSchema,
  /** How often a passage may take it; then it goes on. */
  times: z.number().int().min(1).max(100),
  next: idSchema,
});

const exitNode = z.strictObject({ type: z.literal('exit'), reason: z.string().min(1).max(200) });
const end = z.strictObject({ type: z.literal('end') });

const nodes = [
  send,
  wait,
  waitFor,
  branch,
  experiment,
  holdout,
  offer,
  points,
  recommend,
  survey,
  task,
  update,
  start,
  campaign,
  jump,
  exitNode,
  end,
] as const;

/** Names the types there are where one is wanted that is not among them. */
function typeError(input: unknown): string {
  const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
  const known = nodes.map(({ shape }) => shape.type.value).join(', ');
  const named = typeof type === 'string' ? `there is no node of type "${type}"` : 'a node needs a type';
  return `${named}; the types are: ${known}`;
}

export const nodeSchema = z.discriminatedUnion('type', nodes, { error: (issue) => typeError(issue.input) });
export type JourneyNode = z.infer<typeof nodeSchema>;
export type NodeOf<Type extends JourneyNode['type']> = Extract<JourneyNode, { type: Type }>;

/** Nodes that decide a message. */
export type MessageNode = NodeOf<'send'> | NodeOf<'survey'>;

export function isMessage(node: JourneyNode): node is MessageNode {
  return node.type === 'send' || node.type === 'survey';
}

/** Every node a node can lead to. */
export function successors(node: JourneyNode): string[] {
  switch (node.type) {
    case 'send':
    case 'holdout':
    case 'update':
    case 'start':
    case 'task':
    case 'campaign':
      return [node.next];
    case 'offer':
    case 'recommend':
      return [node.next, node.otherwise];
    case 'points':
      return node.otherwise === undefined ? [node.next] : [node.next, node.otherwise];
    case 'survey':
      return [...node.answers.map((one) => one.next), node.next, node.onTimeout];
    case 'wait':
      return node.missing === undefined ? [node.next] : [node.next, node.missing];
    case 'wait-for':
      return [node.next, node.onTimeout];
    case 'branch':
      return [...node.cases.map((one) => one.next), node.otherwise];
    case 'experiment':
      return node.arms.map((arm) => arm.next);
    case 'jump':
      return [node.to, node.next];
    case 'exit':
    case 'end':
      return [];
  }
}
