/**
 * The rule of a segment, as data that reads like a sentence: what conditions of journeys ask of a person, and besides events
 * counted, summed and dated, orders within a time, value, loyalty, engagement, consent, and other segments. Judged by
 * `membership.ts`; what time alone changes of it is foretold by `nextChange.ts`.
 */
import * as z from 'zod';
import { DAY_MS } from '../time.ts';
import { type Composed, composedSchema, leavesOf } from '../composed.ts';
import { parseDuration } from '../duration.ts';
import { comparisonFields, personLeaf, rangeSchema } from '../journey/condition.ts';
import { durationSchema, eventNamesSchema, idSchema, pathSchema } from '../journey/pieces.ts';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';

/** Events of one kind that are kept with their times for a window: a rule that needs more is refused. */
export const MOST_KEPT = 200;

const countRange = z
  .strictObject({
    min: z.number().int().min(0).optional(),
    max: z.number().int().min(0).optional(),
  })
  .refine((r) => r.min !== undefined || r.max !== undefined, 'give min, max or both');

/** How long ago: not longer than `within`, or longer than `before`. */
const agoSchema = z
  .strictObject({ within: durationSchema.optional(), before: durationSchema.optional() })
  .refine((r) => (r.within === undefined) !== (r.before === undefined), 'give within or before');

function isSmall(most: number | undefined): boolean {
  return most === undefined || most < MOST_KEPT;
}

const eventLeaf = z
  .strictObject({
    /** One name or several; any of them counts. */
    event: eventNamesSchema,
    where: z.strictObject({ property: pathSchema, ...comparisonFields }).optional(),
    /** Default: at least once. `max: 0` is never. */
    count: countRange.optional(),
    /** Of a number among its properties. Within a time: of the newest 200. */
    sum: z
      .strictObject({ property: pathSchema, min: z.number().optional(), max: z.number().optional() })
      .refine((r) => r.min !== undefined || r.max !== undefined, 'give min, max or both')
      .optional(),
    first: agoSchema.optional(),
    last: agoSchema.optional(),
    /** Of count and sum. Default: ever. */
    within: durationSchema.optional(),
  })
  .refine(
    ({ count, sum, first, last }) => [count, sum, first, last].filter((one) => one !== undefined).length <= 1,
    'give one of count, sum, first and last; put several with all',
  )
  .refine(({ within, first, last }) => within === undefined || (first === undefined && last === undefined), {
    path: ['within'],
    message: 'first and last say themselves how long ago',
  })
  .refine(({ within, count }) => within === undefined || (isSmall(count?.min) && isSmall(count?.max)), {
    path: ['count'],
    message: `of events within a time the newest ${MOST_KEPT} are kept; ask for fewer than ${MOST_KEPT}, or leave within out`,
  });

/** A year ahead everybody has a birthday. */
const MOST_DAYS_AHEAD = 364;

const daysAhead = durationSchema.refine((text) => {
  const days = spanMs(text) / DAY_MS;
  return Number.isInteger(days) && days <= MOST_DAYS_AHEAD;
}, `write whole days or weeks, as 7d or 2w, ${MOST_DAYS_AHEAD}d at most`);

const ruleLeaf = z.union([
  eventLeaf,
  /** Purchases of the last so long. */
  z.strictObject({ orders: rangeSchema, within: durationSchema }),
  /** Purchases of the last so long, less refunds made in it. */
  z.strictObject({ spendMinor: rangeSchema, within: durationSchema }),
  /** For how long the person has been in their stage of the lifecycle, whichever it is. */
  z
    .strictObject({
      inStageFor: z.strictObject({ atLeast: durationSchema.optional(), atMost: durationSchema.optional() }),
    })
    .refine(
      ({ inStageFor }) => inStageFor.atLeast !== undefined || inStageFor.atMost !== undefined,
      'give atLeast, atMost or both',
    ),
  /** Probability of being an active customer. */
  z.strictObject({ pAlive: rangeSchema }),
  /** Expected contribution over the horizon of the settings. */
  z.strictObject({ valueMinor: rangeSchema }),
  /** By that, among the top so many percent of everyone with an order; where those begin is known since the shop was last fitted. */
  z.strictObject({ valueTop: z.number().int().min(1).max(99) }),
  z.strictObject({ tier: z.array(idSchema).min(1) }),
  /** Points that may be spent now. */
  z.strictObject({ points: rangeSchema }),
  /** Points that expire within so long. */
  z.strictObject({ pointsExpiring: rangeSchema, within: durationSchema }),
  /** Opened a message, or followed a link of one, within so long. */
  z.strictObject({ engaged: z.enum(['opened', 'clicked']), within: durationSchema }),
  /** May be written to about a topic: the consent in force of the address in force. */
  z.strictObject({ consent: z.strictObject({ channel: z.enum(CONSENT_CHANNELS), topic: idSchema }) }),
  /** By the shop's calendar: today, in the month that it is, or today or within so many days. */
  z.strictObject({
    birthday: z.union([z.enum(['today', 'this-month']), z.strictObject({ within: daysAhead })], {
      error: 'write today, this-month or { within: 7d }',
    }),
  }),
  /** Is in another segment, or on a list. */
  z.strictObject({ segment: idSchema }),
  ...personLeaf.options,
]);

export type RuleLeaf = z.infer<typeof ruleLeaf>;
export type Rule = Composed<RuleLeaf>;
export type EventLeaf = z.infer<typeof eventLeaf>;
export type BirthdayLeaf = Extract<RuleLeaf, { birthday: unknown }>;

const RULE_ERROR =
  'no rule of that kind: use one of event (with count, sum, first or last), orders, spendMinor, daysSinceLastOrder, stage, inStageFor, grade, group, pAlive, valueMinor, valueTop, tier, points, pointsExpiring, engaged, consent, birthday, reachable, language, trait, segment, or all, any, not of rules';

export const ruleSchema = composedSchema<RuleLeaf>(ruleLeaf, RULE_ERROR);

/** Milliseconds of a text that `durationSchema` has accepted. */
export function spanMs(text: string): number {
  return parseDuration(text) ?? 0;
}

/** The events that stand for engagement, as `readerEvent` names them. */
const ENGAGEMENT = {
  opened: ['Email Opened', 'SMS Opened'],
  clicked: ['Email Link Clicked', 'SMS Link Clicked'],
} as const;

const engagements = new WeakMap<RuleLeaf, EventLeaf>();

/** A leaf over events; one of engagement as what it says of events, the same object each time. Null for every other. */
export function asEventLeaf(leaf: RuleLeaf): EventLeaf | null {
  if ('event' in leaf) return leaf;
  if (!('engaged' in leaf)) return null;
  const known = engagements.get(leaf);
  if (known !== undefined) return known;
  const events = { event: [...ENGAGEMENT[leaf.engaged]], within: leaf.within };
  engagements.set(leaf, events);
  return events;
}

/** What has to be read of people to judge them by a rule. */
export interface RuleNeeds {
  /** Contact and traits. */
  readonly profile: boolean;
  readonly lifecycle: boolean;
  readonly orders: boolean;
  readonly consents: boolean;
  readonly loyalty: boolean;
}

const PROFILE = ['trait', 'birthday', 'reachable', 'language'];
const LIFECYCLE = [
  'stage',
  'grade',
  'group',
  'orders',
  'spendMinor',
  'daysSinceLastOrder',
  'inStageFor',
  'pAlive',
  'valueMinor',
  'valueTop',
];

/** Of the leaves themselves; what segments they name need besides is not looked at. */
export function needsOfRules(rules: readonly Rule[]): RuleNeeds {
  const leaves = rules.flatMap((rule) => leavesOf(rule));
  const any = (test: (leaf: RuleLeaf) => boolean) => leaves.some(test);
  const consents = any((leaf) => 'consent' in leaf);
  return {
    profile: consents || any((leaf) => PROFILE.some((key) => key in leaf)),
    lifecycle: any((leaf) => LIFECYCLE.some((key) => key in leaf) && !('within' in leaf)),
    orders: any((leaf) => ('orders' in leaf || 'spendMinor' in leaf) && 'within' in leaf),
    consents,
    loyalty: any((leaf) => 'tier' in leaf || 'points' in leaf || 'pointsExpiring' in leaf),
  };
}
