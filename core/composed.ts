/** Leaves put together by `all`, `any` and `not`: conditions of journeys and rules of segments are built and judged alike. */
import * as z from 'zod';

export type Composed<Leaf extends object> =
  | Leaf
  | { readonly all: readonly Composed<Leaf>[] }
  | { readonly any: readonly Composed<Leaf>[] }
  | { readonly not: Composed<Leaf> };

/** Parts of one `all` or `any`. */
export const MOST_PARTS = 20;

/** One leaf, or `all`, `any`, `not` of such; `error` says what there is to choose from. */
export function composedSchema<Leaf extends object>(
  leaf: z.ZodType<Leaf>,
  error: string,
): z.ZodType<Composed<Leaf>> {
  const composed: z.ZodType<Composed<Leaf>> = z.lazy(() =>
    z.union(
      [
        leaf,
        z.strictObject({ all: z.array(composed).min(1).max(MOST_PARTS) }),
        z.strictObject({ any: z.array(composed).min(1).max(MOST_PARTS) }),
        z.strictObject({ not: composed }),
      ],
      { error },
    ),
  );
  return composed;
}

export function isAll<Leaf extends object>(
  rule: Composed<Leaf>,
): rule is { readonly all: readonly Composed<Leaf>[] } {
  return 'all' in rule;
}

export function isAny<Leaf extends object>(
  rule: Composed<Leaf>,
): rule is { readonly any: readonly Composed<Leaf>[] } {
  return 'any' in rule;
}

export function isNot<Leaf extends object>(rule: Composed<Leaf>): rule is { readonly not: Composed<Leaf> } {
  return 'not' in rule;
}

/** Whether the whole holds, given what holds of its leaves. */
export function composedHolds<Leaf extends object>(
  rule: Composed<Leaf>,
  leafHolds: (leaf: Leaf) => boolean,
): boolean {
  if (isAll(rule)) return rule.all.every((part) => composedHolds(part, leafHolds));
  if (isAny(rule)) return rule.any.some((part) => composedHolds(part, leafHolds));
  if (isNot(rule)) return !composedHolds(rule.not, leafHolds);
  return leafHolds(rule);
}

/** Every leaf with its path below `path`, as findings name it, in the order written. */
export function placedLeavesOf<Leaf extends object>(
  rule: Composed<Leaf>,
  path: string,
): readonly { readonly leaf: Leaf; readonly path: string }[] {
  if (isAll(rule)) return rule.all.flatMap((part, n) => placedLeavesOf(part, `${path}.all.${n}`));
  if (isAny(rule)) return rule.any.flatMap((part, n) => placedLeavesOf(part, `${path}.any.${n}`));
  if (isNot(rule)) return placedLeavesOf(rule.not, `${path}.not`);
  return [{ leaf: rule, path }];
}

/** Every leaf, in the order written. */
export function leavesOf<Leaf extends object>(rule: Composed<Leaf>): readonly Leaf[] {
  if (isAll(rule)) return rule.all.flatMap((part) => leavesOf(part));
  if (isAny(rule)) return rule.any.flatMap((part) => leavesOf(part));
  if (isNot(rule)) return leavesOf(rule.not);
  return [rule];
}
