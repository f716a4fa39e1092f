/** What a page is asked with and what it answers: HTTP without the wire, so that API Gateway and one machine share it. */
import { misuse, type Problem } from '../shared/problem.ts';

export interface PageRequest {
  /** Upper case. */
  readonly method: string;
  /** From `/p/` on, without the question part. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly acceptLanguage: string | null;
  readonly userAgent: string | null;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A form's body is no larger than this. */
export const LARGEST_FORM_BYTES = 16 * 1024;

export function formTooLarge(): Problem {
  return misuse('body', `the form is larger than ${LARGEST_FORM_BYTES} bytes`, 'send the form of the page');
}

/** The fields of a form; of a multipart body (RFC 8058 allows both) the plain ones. */
export function formOf(body: string): URLSearchParams {
  if (!body.startsWith('--')) return new URLSearchParams(body);
  const fields = new URLSearchParams();
  for (const part of body.matchAll(/name="([^"\r\n]{1,100})"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)/g))
    fields.append(part[1] ?? '', part[2] ?? '');
  return fields;
}
