/** The first page of a list of the API, as long as it was asked for: what the API gives at once is joined, and read on from. */
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';
import { PAGE } from './itemPages.ts';

type Document = Readonly<Record<string, unknown>>;

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemsOf(path: string, page: unknown): { readonly page: Document; readonly items: unknown[] } {
  if (isDocument(page) && Array.isArray(page['items'])) return { page, items: page['items'] };
  throw failed('unreadable-answer', `The answer to GET ${path} is not a page of a list.`);
}

/** Of a list whose pages are full while it goes on: one document of the shape the API answers: `items` of as many pages as it takes, all else of the last one. */
export async function firstPage(
  { ask }: Pick<CommandContext, 'ask'>,
  path: string,
  query: Readonly<Record<string, string>>,
  limit: number,
): Promise<unknown> {
  const found: unknown[] = [];
  let cursor: unknown = null;
  for (;;) {
    const asked = Math.min(PAGE, limit - found.length);
    const more = typeof cursor === 'string' ? { cursor } : {};
    const answer = await ask({ method: 'GET', path, query: { ...query, limit: String(asked), ...more } });
    const { page, items } = itemsOf(path, answer);
    found.push(...items);
    const next = page['next'] ?? null;
    const isLast = next === null || next === cursor || items.length < asked;
    if (isLast || found.length >= limit) return { ...page, items: found };
    cursor = next;
  }
}
