/** Publishes the templates that ship into a shop that lacks them. */
import type { ConfigStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { compileTemplate } from './compileTemplate.ts';

/** Templates that are there already stay as they are. Answers the ids of those that were not. */
export async function publishShippedTemplates(
  store: Pick<ConfigStore, 'templateIds' | 'publishTemplate'>,
  at: Instant,
): Promise<string[]> {
  const known = new Set(await store.templateIds());
  const missing = loadShipped().templates.filter(({ id }) => !known.has(id));
  for (const template of missing) await store.publishTemplate(template, await compileTemplate(template), at);
  return missing.map(({ id }) => id);
}
