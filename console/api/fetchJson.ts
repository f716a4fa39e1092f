/**
 * The one way the console asks the server. A refusal becomes an `ApiProblem` with what problem+json says of it, a server
 * that cannot be reached one with the code `unreachable`, and an answer without the fields asked for one with the code
 * `unexpected-answer`, so a page can show each where the answer would have stood.
 */

/** What the server (RFC 9457) or the network said instead of an answer. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number | null;
  readonly detail: string | null;
  constructor(problem: { code: string; status: number | null; title: string; detail: string | null }) {
    super(problem.title);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
  }
}

function textOf(body: unknown, field: string): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = Reflect.get(body, field);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The problem a refused response stands for, whether or not its body is problem+json. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  return new ApiProblem({
    code: textOf(body, 'code') ?? `http-${response.status}`,
    status: response.status,
    title: textOf(body, 'title') ?? `HTTP ${response.status}`,
    detail: textOf(body, 'detail'),
  });
}

function isAnswer<Answer>(body: unknown, fields: readonly (keyof Answer & string)[]): body is Answer {
  return typeof body === 'object' && body !== null && fields.every((field) => Object.hasOwn(body, field));
}

export interface Question<Answer> {
  readonly path: string;
  /** Fields an answer must have; what is in them is the contract's (`types.ts`): console and server are one release. */
  readonly fields: readonly (keyof Answer & string)[];
  readonly signal?: AbortSignal;
}

/** GETs a path of this server. Throws `ApiProblem`, or the abort of its signal. */
export async function fetchJson<Answer>({ path, fields, signal }: Question<Answer>): Promise<Answer> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new ApiProblem({ code: 'unreachable', status: null, title: 'No answer', detail: String(cause) });
  });
  if (!response.ok) throw await problemOf(response);
  const answer: unknown = await response.json().catch(() => null);
  if (isAnswer(answer, fields)) return answer;
  throw new ApiProblem({
    code: 'unexpected-answer',
    status: response.status,
    title: `Unexpected answer from ${path}`,
    detail: null,
  });
}

/** `path?name=value…`, leaving out what is null or empty. */
export function withParameters(
  path: string,
  parameters: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
