/**
 * A document of the shop's programme as people write it, YAML or JSON, checked: what is wrong with the line it stands on, and
 * what a lint says of it. An error forbids publishing, a warning does not.
 */
import type * as z from 'zod';
import type { ProblemDetail } from './problem.ts';
import { checkYaml } from './yamlDocument.ts';

/** Longer than any that says something. */
const LARGEST_CHARS = 524_288;

export interface PartFinding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** Dotted. */
  readonly path: string;
  readonly message: string;
}

export interface CheckedPart<Definition> {
  /** Null where the text cannot be read as one. */
  readonly definition: Definition | null;
  readonly problems: readonly (ProblemDetail & { readonly line: number | null })[];
  /** No error is among the problems. */
  readonly valid: boolean;
}

function unreadable(problems: CheckedPart<never>['problems']): CheckedPart<never> {
  return { definition: null, problems, valid: false };
}

/** Never throws for what the text says. */
export async function checkPart<Definition>(
  text: string,
  schema: z.ZodType<Definition>,
  lint: (definition: Definition) => Promise<readonly PartFinding[]>,
): Promise<CheckedPart<Definition>> {
  if (text.length > LARGEST_CHARS) {
    const message = `the document has ${text.length} characters; at most ${LARGEST_CHARS} are taken`;
    return unreadable([{ path: '(whole file)', message, severity: 'error', line: null }]);
  }
  const { data, problems, lineOf } = checkYaml(text, schema);
  if (data === null)
    return unreadable(
      problems.map(({ path, message, line }) => ({ path, message, line, severity: 'error' as const })),
    );
  const findings = await lint(data);
  return {
    definition: data,
    problems: findings.map((one) => ({ ...one, line: lineOf(one.path) })),
    valid: findings.every(({ severity }) => severity === 'warning'),
  };
}
