/** An answer that is a refusal, as a `Failure`. The API's document is kept whole; what is missing in it is filled in. */
import { Failure, type ProblemItem } from './failure.ts';
import type { ApiRequest, ApiResponse } from '../local/api/types.ts';

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' ? value : undefined;
}

function itemsIn(fields: Fields): ProblemItem[] {
  const list = fields['problems'];
  if (!Array.isArray(list)) return [];
  return list.filter(isFields).map((item) => {
    const line = item['line'];
    return {
      path: textIn(item, 'path') ?? '',
      message: textIn(item, 'message') ?? '',
      severity: textIn(item, 'severity'),
      line: typeof line === 'number' ? line : null,
      file: textIn(item, 'file'),
    };
  });
}

export function refusalOf({ method, path }: ApiRequest, { status, body }: ApiResponse): Failure {
  const fields = isFields(body) ? body : {};
  const title = textIn(fields, 'title') ?? `The answer was ${status}`;
  const problem = {
    type: textIn(fields, 'type') ?? 'about:blank',
    title,
    status,
    code: textIn(fields, 'code') ?? `http-${status}`,
    detail: textIn(fields, 'detail') ?? `${title} to ${method} ${path}.`,
    field: textIn(fields, 'field'),
    remedy: textIn(fields, 'remedy'),
    problems: itemsIn(fields),
  };
  return new Failure(problem, isFields(body) ? body : problem);
}
