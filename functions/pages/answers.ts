/** The answers of pages: never kept by anybody, never told where they were opened from. */
import { PAGE_POLICY } from './style.ts';
import type { PageAnswer } from './request.ts';

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'content-security-policy': PAGE_POLICY,
} as const;

export function answered(status: number, page: string): PageAnswer {
  return { status, headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' }, body: page };
}

export function plainly(status: number, text: string): PageAnswer {
  return { status, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}

/** Back to the same page by GET, wherever it is mounted. */
export function seeOther(query: Readonly<Record<string, string>>): PageAnswer {
  const location = `?${new URLSearchParams(query).toString()}`;
  return { status: 303, headers: { ...HEADERS, location }, body: '' };
}

/** To a link of the shop's own letter. */
export function leadsTo(location: string): PageAnswer {
  return { status: 302, headers: { ...HEADERS, location }, body: '' };
}

/** Where only some methods are answered. */
export function notAllowed(allow: string): PageAnswer {
  return { status: 405, headers: { ...HEADERS, allow }, body: '' };
}

/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export function pixel(): PageAnswer {
  return { status: 200, headers: { ...HEADERS, 'content-type': 'image/gif' }, body: PIXEL };
}
