/** Refusals of the API as problem+json (RFC 9457), with a stable code, the field and the remedy where there is one. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';

export interface ProblemDetail {
  readonly path: string;
  readonly message: string;
  readonly severity?: 'error' | 'warning';
  readonly line?: number | null;
  readonly code?: string;
  /** Of several that were sent together. */
  readonly file?: string;
}

export interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly field?: string;
  readonly remedy?: string;
  readonly problems?: readonly ProblemDetail[];
}

/** Thrown by routes to refuse a request. */
export class Problem extends Error {
  readonly body: ProblemBody;
  readonly code: string;
  constructor(body: ProblemBody) {
    super(body.detail);
    this.name = 'Problem';
    this.code = body.code;
    this.body = body;
  }
}

export function notFound(code: string, detail: string, remedy: string): Problem {
  return new Problem({ status: 404, code, title: 'Not found', detail, remedy });
}

export function misuse(field: string, detail: string, remedy: string): Problem {
  return new Problem({
    status: 400,
    code: 'misuse',
    title: 'The request cannot be used',
    detail,
    field,
    remedy,
  });
}

function codeOf(failure: Error): string {
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : 'internal-error';
}

function problemsIn(failure: Error): readonly ProblemDetail[] | undefined {
  const parsed = z.array(z.object({ path: z.string(), message: z.string() }).loose());
  const problems = parsed.safeParse('problems' in failure ? failure.problems : undefined);
  return problems.success ? problems.data : undefined;
}

/** Codes of expected refusals and the status they answer; anything else is ours and answers 500. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'no-data': 409,
  'settings-invalid': 409,
  'folder-not-writable': 409,
  'points-busy': 409,
  'store-read-only': 409,
  'store-not-a-database': 409,
  'store-newer-version': 409,
  'store-older-version': 409,
  'workspace-name-invalid': 400,
  'invalid-id': 400,
  'import-misuse': 400,
  'template-invalid': 422,
  'grant-conflict': 409,
  'coupon-conflict': 409,
  'pool-conflict': 409,
};

/** Codes of files and options that cannot be used, whatever comes after the first word. */
const MISUSE = /^(map|column|currency|date-format|encoding|file|reject-file)-/;

/** The status an expected refusal of this code answers; 500 for a failure of ours. */
export function statusOf(code: string): number {
  if (code === 'misuse') return 400;
  return STATUS_BY_CODE[code] ?? (MISUSE.test(code) ? 400 : 500);
}

/** What is answered where fields of a request are wrong. */
export function wrongFields(
  problems: readonly { readonly path: string; readonly message: string }[],
): ProblemBody {
  const [first] = problems;
  return {
    status: 400,
    code: 'misuse',
    title: 'The request cannot be used',
    detail: problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
    ...(first === undefined ? {} : { field: first.path }),
    remedy: 'correct the fields named and send it again',
    problems,
  };
}

/** The problem a failure is answered as. */
export function problemOf(failure: unknown): ProblemBody {
  if (failure instanceof Problem) return failure.body;
  if (failure instanceof z.ZodError) {
    return wrongFields(failure.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  if (!(failure instanceof Error)) {
    return { status: 500, code: 'internal-error', title: 'Failed', detail: String(failure) };
  }
  const code = codeOf(failure);
  const problems = problemsIn(failure);
  return {
    status: statusOf(code),
    code,
    title: 'Failed',
    detail: failure.message,
    ...(problems === undefined ? {} : { problems }),
    ...('remedy' in failure && typeof failure.remedy === 'string' ? { remedy: failure.remedy } : {}),
    ...('field' in failure && typeof failure.field === 'string' ? { field: failure.field } : {}),
  };
}

export function problemResponse(failure: unknown): APIGatewayProxyStructuredResultV2 {
  const body = problemOf(failure);
  return {
    statusCode: body.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(body.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify({ type: `urn:perennial:problem:${body.code}`, ...body }),
  };
}
