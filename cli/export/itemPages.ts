/** Every item of a list of the API, page by page. Rows come as they are: what an export shows is the list's to say. */
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';

export type ItemRow = Readonly<Record<string, unknown>>;

/** The most the API gives at once. */
export const PAGE = 100;

function isRow(value: unknown): value is ItemRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readPage(
  path: string,
  body: unknown,
): { readonly rows: readonly ItemRow[]; readonly next: string | null } {
  if (!isRow(body) || !Array.isArray(body['items']) || !body['items'].every(isRow))
    throw failed('unreadable-answer', `The answer to GET ${path} is not a page of a list.`);
  const next = body['next'];
  return { rows: body['items'], next: typeof next === 'string' && next !== '' ? next : null };
}

/** Throws `Failure` where the answer is no page, or would never end. */
export async function* itemPages(
  { ask }: Pick<CommandContext, 'ask'>,
  path: string,
  query: Readonly<Record<string, string>> = {},
): AsyncGenerator<readonly ItemRow[]> {
  let cursor: string | null = null;
  do {
    const body: unknown = await ask({
      method: 'GET',
      path,
      query: { ...query, limit: String(PAGE), ...(cursor === null ? {} : { cursor }) },
    });
    const page = readPage(path, body);
    if (page.next !== null && page.next === cursor)
      throw failed('unreadable-answer', 'The API answered the same cursor twice; the list would not end.');
    cursor = page.next;
    yield page.rows;
  } while (cursor !== null);
}
