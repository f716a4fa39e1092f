/**
 * Conditions of journeys: entry filters and branches, as data that reads like a sentence. A condition is judged on the
 * customer as of `now` and on the event that let them in; it never changes anything.
 */
import * as z from 'zod';
import type { Json, JsonObject } from '../json.ts';
import { GRADES, RFM_GROUPS, STAGES } from '../lifecycle/lifecycle.ts';
import type { Person } from '../customer/person.ts';
import { type Instant, utcDay } from '../time.ts';

const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine((r) => r.min !== undefined || r.max !== undefined, 'give min, max or both');

const comparison = {
  equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
  in: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional(),
  exists: z.boolean().optional(),
};

const leaf = z.union([
  z.strictObject({ stage: z.array(z.enum(STAGES)).min(1) }),
  z.strictObject({ grade: z.array(z.enum(GRADES)).min(1) }),
  z.strictObject({ group: z.array(z.enum(RFM_GROUPS)).min(1) }),
  z.strictObject({ orders: range }),
  z.strictObject({ spendMinor: range }),
  z.strictObject({ daysSinceLastOrder: range }),
  z.strictObject({ trait: z.string().min(1), ...comparison }),
  z.strictObject({ property: z.string().min(1), ...comparison }),
]);

type Leaf = z.infer<typeof leaf>;
export type Condition =
  | Leaf
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** One condition: a fact about the customer, a property of the entry event, or `all`, `any`, `not` of conditions. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    leaf,
    z.strictObject({ all: z.array(conditionSchema).min(1).max(20) }),
    z.strictObject({ any: z.array(conditionSchema).min(1).max(20) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

export interface Circumstances {
  readonly person: Person;
  /** Properties of the event that let the person in; empty for other entries. */
  readonly properties: JsonObject;
  readonly now: Instant;
}

function within(value: number | null, bounds: z.infer<typeof range>): boolean {
  if (value === null) return false;
  return (
    value >= (bounds.min ?? Number.NEGATIVE_INFINITY) && value <= (bounds.max ?? Number.POSITIVE_INFINITY)
  );
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lookUp(root: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

interface Comparison {
  readonly equals?: string | number | boolean | undefined;
  readonly in?: readonly (string | number)[] | undefined;
  readonly exists?: boolean | undefined;
}

function compares(value: Json | undefined, asked: Comparison): boolean {
  const present = value !== undefined && value !== null;
  if (asked.exists !== undefined && asked.exists !== present) return false;
  if (asked.equals !== undefined && value !== asked.equals) return false;
  if (asked.in !== undefined && !asked.in.some((wanted) => wanted === value)) return false;
  return asked.exists !== undefined || asked.equals !== undefined || asked.in !== undefined;
}

function daysSinceLastOrder(person: Person, now: Instant): number | null {
  const lastDay = person.lifecycle?.statistics.lastDay ?? null;
  return lastDay === null ? null : utcDay(now) - lastDay;
}

/** Whether a condition holds. A fact that is not known (no evaluation yet, no such trait) makes its leaf false. */
export function holds(condition: Condition, on: Circumstances): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, on));
  if ('any' in condition) return condition.any.some((part) => holds(part, on));
  if ('not' in condition) return !holds(condition.not, on);
  const { lifecycle } = on.person;
  if ('stage' in condition) return lifecycle !== null && condition.stage.includes(lifecycle.stage);
  if ('grade' in condition) return lifecycle !== null && condition.grade.includes(lifecycle.grade);
  if ('group' in condition) return lifecycle !== null && condition.group.includes(lifecycle.group);
  if ('orders' in condition) return within(lifecycle?.statistics.orders ?? null, condition.orders);
  if ('spendMinor' in condition)
    return within(lifecycle?.statistics.spendMinor ?? null, condition.spendMinor);
  if ('daysSinceLastOrder' in condition)
    return within(daysSinceLastOrder(on.person, on.now), condition.daysSinceLastOrder);
  if ('trait' in condition) return compares(lookUp(on.person.traits, condition.trait), condition);
  return compares(lookUp(on.properties, condition.property), condition);
}

/** The value at a dotted path, as text for an event key; null where there is none. */
export function textAt(root: JsonObject, path: string): string | null {
  const value = lookUp(root, path);
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : null;
}
