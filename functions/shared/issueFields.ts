/**
 * What a schema found wrong, field by field. Of a union the schema says of every kind why the value is none of it; what is told
 * here is said of the kind that was meant, which is the one whose fields are there: so the field that is wrong is named, and not
 * the whole that holds it.
 */
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;
type Path = readonly PropertyKey[];

export interface IssueField {
  /** Dotted path of the field; empty where it is the whole. */
  readonly path: string;
  readonly message: string;
}

function isRecord(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === 'object' && value !== null;
}

function valueIn(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** Kinds of a union, those of a union within it among them. */
function kindsOf({ errors }: UnionIssue): readonly (readonly Issue[])[] {
  return errors.flatMap((issues) => {
    const [first] = issues;
    return first?.code === 'invalid_union' && first.path.length === 0 && issues.length === 1
      ? kindsOf(first)
      : [issues];
  });
}

/** Whether an issue says that the value is meant otherwise: nothing of it fits, a field of the kind is not there, or names another kind. */
function isOfAnother(issue: Issue, value: unknown): boolean {
  const [key] = issue.path;
  if (key === undefined)
    return issue.code !== 'unrecognized_keys' && (issue.code !== 'custom' || !isRecord(value));
  if (issue.path.length > 1) return false;
  if (valueIn(value, [key]) === undefined) return true;
  return issue.code === 'invalid_value' && issue.values.length === 1;
}

function unknownKeys(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? sum + issue.keys.length : sum,
    0,
  );
}

/** The kind that was meant: its fields are there, and the fewest besides. Null where none is. */
function meantKind(issue: UnionIssue, value: unknown): readonly Issue[] | null {
  const [meant = null] = kindsOf(issue)
    .filter((issues) => issues.length > 0 && !issues.some((one) => isOfAnother(one, value)))
    .toSorted((a, b) => unknownKeys(a) - unknownKeys(b));
  return meant;
}

const SAYS_NOTHING = 'Invalid input';

function unionFields(issue: UnionIssue, path: Path, root: unknown): IssueField[] {
  const value = valueIn(root, path);
  const meant = meantKind(issue, value);
  if (meant !== null) return meant.flatMap((one) => fieldsBelow(one, path, root));
  const [first] = kindsOf(issue).flat();
  const message = issue.message === SAYS_NOTHING && first !== undefined ? first.message : issue.message;
  return [{ path: path.join('.'), message }];
}

function fieldsBelow(issue: Issue, above: Path, root: unknown): IssueField[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') return unionFields(issue, path, root);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      message: `Unrecognized key: "${key}"`,
    }));
  return [{ path: path.join('.'), message: issue.message }];
}

/** The fields an issue of `root` is about. A field nobody knows is named itself, not the field it stands in. */
export function issueFields(issue: Issue, root: unknown): readonly IssueField[] {
  return fieldsBelow(issue, [], root);
}
