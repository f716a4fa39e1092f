/**
 * What went wrong, in the shape the API uses (RFC 9457 problem documents), whoever noticed it: the API, the transport or
 * the command line itself. It decides the exit code; `cli/showFailure.ts` decides the words.
 */
import type { ExitCode } from './args/spec.ts';

export interface ProblemItem {
  /** Where in the definition or row. */
  readonly path: string;
  readonly message: string;
  readonly severity?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | null | undefined;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** The option, operand or field at fault. */
  readonly field?: string | undefined;
  readonly remedy?: string | undefined;
  readonly problems?: readonly ProblemItem[] | undefined;
}

/** Carries a problem to the one place that shows it. `document` is what `--json` prints: an API's problem unabridged. */
export class Failure extends Error {
  readonly problem: Problem;
  readonly document: unknown;
  constructor(problem: Problem, document: unknown = problem) {
    super(problem.detail === '' ? problem.title : problem.detail);
    this.name = 'Failure';
    this.problem = problem;
    this.document = document;
  }

  get code(): string {
    return this.problem.code;
  }
}

interface More {
  readonly field?: string;
  readonly remedy?: string;
  readonly problems?: readonly ProblemItem[];
}

/** The command was called wrongly: exit 2. */
export function misuse(detail: string, more: More = {}): Failure {
  return new Failure({
    type: 'about:blank',
    title: 'Misuse',
    status: 400,
    code: 'misuse',
    detail,
    ...more,
  });
}

/** The command was called rightly and could not be done: exit 1. */
export function failed(code: string, detail: string, more: More = {}): Failure {
  return new Failure({ type: 'about:blank', title: 'Failed', status: 500, code, detail, ...more });
}

export function exitCodeOf({ problem }: Failure): ExitCode {
  return problem.status === 400 || problem.code === 'misuse' || problem.code === 'not-here' ? 2 : 1;
}
