/**
 * Conditions of journeys: entry filters and branches, as data that reads like a sentence. A condition is judged on the
 * customer as of `now` and on the event that let them in; it never changes anything.
 */
import * as z from 'zod';
import { type Composed, composedHolds, composedSchema, leavesOf } from '../composed.ts';
import type { Json, JsonObject } from '../json.ts';
import { parseDuration } from '../duration.ts';
import { GRADES, RFM_GROUPS, STAGES } from '../lifecycle/lifecycle.ts';
import type { Person } from '../customer/person.ts';
import { type Instant, utcDay } from '../time.ts';
import type { RecentEvent } from '../customer/recentEvent.ts';
import { CASE_ARMS, LOSS_KINDS, VERDICTS } from '../winback/names.ts';
import { durationSchema, eventNamesSchema, idSchema } from './pieces.ts';

export const rangeSchema = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine((r) => r.min !== undefined || r.max !== undefined, 'give min, max or both');

/** How far back an event counts: a span, or since the passage began. */
const lookBack = z.union([durationSchema, z.literal('this-journey')], {
  error: 'write a duration as 5d, or this-journey',
});

export const comparisonFields = {
  equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
  in: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional(),
  exists: z.boolean().optional(),
  /** Of numbers. */
  min: z.number().optional(),
  max: z.number().optional(),
};

/** What is asked of the person alone: rules of segments ask it too. */
export const personLeaf = z.union([
  z.strictObject({ stage: z.array(z.enum(STAGES)).min(1) }),
  z.strictObject({ grade: z.array(z.enum(GRADES)).min(1) }),
  z.strictObject({ group: z.array(z.enum(RFM_GROUPS)).min(1) }),
  z.strictObject({ orders: rangeSchema }),
  z.strictObject({ spendMinor: rangeSchema }),
  z.strictObject({ daysSinceLastOrder: rangeSchema }),
  /** What win-back decided of a customer in decline. */
  z.strictObject({ verdict: z.array(z.enum(VERDICTS)).min(1) }),
  /** The kind of loss it found. */
  z.strictObject({ loss: z.array(z.enum(LOSS_KINDS)).min(1) }),
  /** Held out, given a rung by lot, or judged by the sum. */
  z.strictObject({ winBackArm: z.array(z.enum(CASE_ARMS)).min(1) }),
  z.strictObject({ trait: z.string().min(1), ...comparisonFields }),
  /** An address of the channel is known. */
  z.strictObject({ reachable: z.enum(['email', 'sms']) }),
  /** Language of the person's locale, for example `zh`; unknown where no locale is known. */
  z.strictObject({ language: z.array(z.string().regex(/^[a-z]{2,3}$/)).min(1) }),
]);
export type PersonLeaf = z.infer<typeof personLeaf>;

const leaf = z.union([
  ...personLeaf.options,
  z.strictObject({ property: z.string().min(1), ...comparisonFields }),
  /** The person did something: so often, within so long. Events are kept for 30 days. */
  z.strictObject({
    happened: eventNamesSchema,
    within: lookBack.default('30d'),
    atLeast: z.number().int().min(1).max(100).default(1),
  }),
  /** The arm an experiment gave. */
  z.strictObject({ arm: z.strictObject({ node: idSchema, is: idSchema }) }),
  /** The person is in a segment. */
  z.strictObject({ segment: idSchema }),
]);

type Leaf = z.infer<typeof leaf>;
export type Condition = Composed<Leaf>;

const CONDITION_ERROR =
  'no condition of that kind: use one of stage, grade, group, orders, spendMinor, daysSinceLastOrder, verdict, loss, winBackArm, trait, property, happened, reachable, language, arm, segment, or all, any, not of conditions';

/** One condition: a fact about the customer, a property of the entry event, or `all`, `any`, `not` of conditions. */
export const conditionSchema = composedSchema<Leaf>(leaf, CONDITION_ERROR);

export interface Circumstances {
  readonly person: Person;
  /** Properties of the event that let the person in; empty for other entries. */
  readonly properties: JsonObject;
  readonly now: Instant;
  /** What they did lately, of the events that conditions name (`namesWatched`); empty where none does. */
  readonly events?: readonly RecentEvent[];
  /** When the passage began, for `within: this-journey`; now where there is none yet. */
  readonly enteredAt?: Instant;
  /** Arms by experiment. */
  readonly arms?: Readonly<Record<string, string>>;
  /** Segments the person is in, and since when; only where a condition asks (`segmentsAsked`). */
  readonly segments?: Readonly<Record<string, Instant>>;
}

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** False of what is not known. */
export function isWithin(value: number | null, bounds: Bounds): boolean {
  if (value === null) return false;
  return (
    value >= (bounds.min ?? Number.NEGATIVE_INFINITY) && value <= (bounds.max ?? Number.POSITIVE_INFINITY)
  );
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(root: JsonObject, path: string): Json | undefined {
  if (!path.includes('.')) return Object.hasOwn(root, path) ? root[path] : undefined;
  let value: Json | undefined = root;
  for (const key of path.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

export interface Comparison {
  readonly equals?: string | number | boolean | undefined;
  readonly in?: readonly (string | number)[] | undefined;
  readonly exists?: boolean | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** An absent or null value compares with nothing but `exists: false`. */
export function compares(value: Json | undefined, asked: Comparison): boolean {
  const present = value !== undefined && value !== null;
  if (asked.exists !== undefined && asked.exists !== present) return false;
  if (asked.equals !== undefined && value !== asked.equals) return false;
  if (asked.in !== undefined && !asked.in.some((wanted) => wanted === value)) return false;
  const isBounded = asked.min !== undefined || asked.max !== undefined;
  if (isBounded && !isWithin(typeof value === 'number' ? value : null, asked)) return false;
  return isBounded || asked.exists !== undefined || asked.equals !== undefined || asked.in !== undefined;
}

function daysSinceLastOrder(person: Person, now: Instant): number | null {
  const lastDay = person.lifecycle?.statistics.lastDay ?? null;
  return lastDay === null ? null : utcDay(now) - lastDay;
}

function languageOf({ locale }: Person): string | undefined {
  return locale?.split(/[-_]/)[0]?.toLowerCase();
}

function timesHappened(condition: Extract<Condition, { happened: unknown }>, on: Circumstances): number {
  const since =
    condition.within === 'this-journey'
      ? (on.enteredAt ?? on.now)
      : on.now - (parseDuration(condition.within) ?? 0);
  return (on.events ?? []).filter(({ name, at }) => at >= since && condition.happened.includes(name)).length;
}

/** Names of the events a condition looks back on. */
export function namesWatched(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  return leavesOf(condition).flatMap((one) => ('happened' in one ? one.happened : []));
}

/** Ids of the segments a condition asks for. */
export function segmentsAsked(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  return leavesOf(condition).flatMap((one) => ('segment' in one ? [one.segment] : []));
}

/** Whether a leaf about the person alone holds. */
export function personLeafHolds(asked: PersonLeaf, person: Person, now: Instant): boolean {
  const { lifecycle } = person;
  if ('stage' in asked) return lifecycle !== null && asked.stage.includes(lifecycle.stage);
  if ('grade' in asked) return lifecycle !== null && asked.grade.includes(lifecycle.grade);
  if ('group' in asked) return lifecycle !== null && asked.group.includes(lifecycle.group);
  if ('orders' in asked) return isWithin(lifecycle?.statistics.orders ?? null, asked.orders);
  if ('spendMinor' in asked) return isWithin(lifecycle?.statistics.spendMinor ?? null, asked.spendMinor);
  if ('daysSinceLastOrder' in asked)
    return isWithin(daysSinceLastOrder(person, now), asked.daysSinceLastOrder);
  if ('verdict' in asked) return asked.verdict.some((one) => one === lifecycle?.winBack?.verdict);
  if ('loss' in asked) return asked.loss.some((one) => one === lifecycle?.winBack?.loss);
  if ('winBackArm' in asked) return asked.winBackArm.some((one) => one === lifecycle?.winBack?.arm);
  if ('reachable' in asked) return (asked.reachable === 'email' ? person.email : person.phone) !== null;
  if ('language' in asked) return asked.language.includes(languageOf(person) ?? '');
  return compares(valueAt(person.traits, asked.trait), asked);
}

function leafHolds(asked: Leaf, on: Circumstances): boolean {
  if ('happened' in asked) return timesHappened(asked, on) >= asked.atLeast;
  if ('arm' in asked) return on.arms?.[asked.arm.node] === asked.arm.is;
  if ('segment' in asked) return on.segments?.[asked.segment] !== undefined;
  if ('property' in asked) return compares(valueAt(on.properties, asked.property), asked);
  return personLeafHolds(asked, on.person, on.now);
}

/** Whether a condition holds. A fact that is not known (no evaluation yet, no such trait) makes its leaf false. */
export function holds(condition: Condition, on: Circumstances): boolean {
  return composedHolds(condition, (asked) => leafHolds(asked, on));
}

/** The value at a dotted path, as text for an event key; null where there is none. Half a character is no text a store keeps. */
export function textAt(root: JsonObject, path: string): string | null {
  const value = valueAt(root, path);
  if (typeof value === 'string' && value !== '') return value.toWellFormed();
  return typeof value === 'number' ? String(value) : null;
}
