/**
 * Templates and blocks as they are kept. A block's versions are named values, each written once, beside an index of the newest;
 * of two people who publish one block at the same moment the later wins.
 */
import * as z from 'zod';
import {
  blockSchema,
  type BlockSource,
  type PublishedBlock,
  type PublishedTemplate,
} from '../../core/message/template.ts';
import { canonicalJson } from '../../core/canonicalJson.ts';
import type { ConfigStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import type { Blocks } from './templateBlocks.ts';

const INDEX = 'blocks';
const index = z.record(z.string(), z.number().int());
const kept = z.object({ version: z.number(), publishedAt: z.number(), source: blockSchema });

type Values = Pick<ConfigStore, 'getValue' | 'putValue'>;

async function newestVersions(store: Pick<ConfigStore, 'getValue'>): Promise<Record<string, number>> {
  const json = await store.getValue(INDEX);
  return json === null ? {} : index.parse(JSON.parse(json));
}

/** Null where there is no such block in this version. */
async function blockVersion(
  store: Pick<ConfigStore, 'getValue'>,
  id: string,
  version: number,
): Promise<PublishedBlock | null> {
  const json = await store.getValue(`block/${id}@${version}`);
  return json === null ? null : kept.parse(JSON.parse(json));
}

/** The newest version of every block, by id. */
export async function publishedBlocks(
  store: Pick<ConfigStore, 'getValue'>,
): Promise<ReadonlyMap<string, PublishedBlock>> {
  const found = new Map<string, PublishedBlock>();
  for (const [id, version] of Object.entries(await newestVersions(store))) {
    const block = await blockVersion(store, id, version);
    if (block !== null) found.set(id, block);
  }
  return found;
}

/** Sources of the newest blocks: what templates are compiled with. */
export async function blocksInForce(store: Pick<ConfigStore, 'getValue'>): Promise<Blocks> {
  const published = await publishedBlocks(store);
  return new Map([...published].map(([id, { source }]) => [id, source]));
}

/** Publishes the next version; the newest stays where it is equal. */
export async function publishBlock(store: Values, source: BlockSource, at: Instant): Promise<number> {
  const versions = await newestVersions(store);
  const newest = versions[source.id] ?? 0;
  const known = newest === 0 ? null : await blockVersion(store, source.id, newest);
  if (known !== null && canonicalJson(known.source) === canonicalJson(source)) return newest;
  const version = newest + 1;
  await store.putValue(`block/${source.id}@${version}`, JSON.stringify({ version, publishedAt: at, source }));
  await store.putValue(INDEX, JSON.stringify({ ...versions, [source.id]: version }));
  return version;
}

/** The newest version of every template, by id. */
export async function publishedTemplates(
  store: Pick<ConfigStore, 'templateIds' | 'template'>,
): Promise<PublishedTemplate[]> {
  const templates = await Promise.all((await store.templateIds()).map((id) => store.template(id)));
  return templates.filter((template) => template !== null);
}
