/** Definition files in a folder of the test's, and an API that plans and publishes them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../local/api/types.ts';
import { ok } from './callCli.ts';

const NO_CHANGES = { added: [], removed: [], changed: [] };
export const NO_DIFFERENCE = {
  entries: NO_CHANGES,
  exits: NO_CHANGES,
  fields: [],
  nodes: NO_CHANGES,
  texts: [],
};

export const WARNING = {
  severity: 'warning',
  code: 'over-cap',
  path: 'nodes',
  message: 'four a week',
  line: null,
};
const ERROR = { severity: 'error', code: 'unknown-node', path: 'nodes.a', message: 'no node "b"', line: 12 };

/** A plan of a journey that is new. */
export function aPlan(id: string, over: object = {}) {
  return { id, kind: 'new', running: null, version: 1, difference: null, people: [], backlog: null, ...over };
}

/** A folder with a file a name; the file says `id: <name>`. */
export function aFolder(...names: readonly string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'perennial-plan-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const name of names) writeFileSync(join(dir, `${name}.yaml`), `id: ${name}`);
  return dir;
}

export interface Shop {
  /** Plans by id; a file named `bad` is not valid. */
  readonly plans?: Readonly<Record<string, object>>;
  /** What publishing an id answers beside the id. */
  readonly publications?: Readonly<Record<string, object>>;
  readonly history?: { readonly from: string; readonly to: string } | null;
  readonly order?: readonly string[];
  readonly simulate?: (body: { definitions: readonly object[] }) => object;
}

function idOf(source: string): string {
  return source.slice('id: '.length);
}

function planned(id: string, { plans = {} }: Shop): object {
  if (id === 'bad') return { id, valid: false, problems: [ERROR, WARNING], plan: null };
  const problems = id === 'fair' ? [WARNING] : [];
  return { id, valid: true, problems, plan: plans[id] ?? aPlan(id) };
}

export function aShop(shop: Shop = {}) {
  return ({ path, body }: ApiRequest): ApiResponse => {
    if (path === '/v1/journeys/plan') {
      const ids = (body as { sources: { source: string }[] }).sources.map(({ source }) => idOf(source));
      const order = shop.order ?? ids.filter((id) => id !== 'bad');
      return ok({ items: ids.map((id) => planned(id, shop)), order, history: shop.history ?? null });
    }
    if (path === '/v1/simulations')
      return ok(shop.simulate?.(body as { definitions: readonly object[] }) ?? {});
    const id = idOf((body as { source: string }).source);
    const problems = id === 'fair' ? [WARNING] : [];
    return ok({
      id,
      version: 1,
      changed: true,
      first: true,
      backlog: null,
      problems,
      ...shop.publications?.[id],
    });
  };
}
