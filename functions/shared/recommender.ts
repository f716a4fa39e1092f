/**
 * What recommendations are made with, out of the shop's documents: the catalogue, and the model in force. Each is read when it is
 * first asked for and kept by its version: whoever asks again pays one look at the version.
 */
import type { FoundRules } from '../../core/recommend/associationRules.ts';
import { type Catalogue, type CatalogueFacts, factsOf } from '../../core/recommend/catalogue.ts';
import type { Places } from '../../core/recommend/personHistory.ts';
import { unpackRecommender } from '../../core/recommend/recommenderFile.ts';
import type { ShopRecommender } from '../../core/recommend/shopRecommender.ts';
import {
  type DocumentBlobs,
  documentHead,
  type DocumentPlace,
  readDocument,
} from '../../core/versionedDocument.ts';
import type { Container } from './container.ts';
import { Problem } from './problem.ts';

type Kept = Pick<Container, 'store' | 'documents'>;

/** The same document read in one version, and what it says. */
interface Read<Content> {
  readonly version: number;
  readonly content: Content;
}

const NO_CATALOGUE: Catalogue = { currency: null, items: [] };

function blobsOf({ documents }: Kept): DocumentBlobs {
  if (documents !== undefined) return documents;
  throw new Problem({
    status: 404,
    code: 'not-here',
    title: 'Not here',
    detail: 'this system keeps no documents, and so no catalogue and no recommendations',
  });
}

export function cataloguePlace(kept: Kept): DocumentPlace {
  return { store: kept.store, blobs: blobsOf(kept), name: 'catalogue' };
}

export function recommenderPlace(kept: Kept): DocumentPlace {
  return { store: kept.store, blobs: blobsOf(kept), name: 'recommendations' };
}

export function rulesPlace(kept: Kept): DocumentPlace {
  return { store: kept.store, blobs: blobsOf(kept), name: 'association-rules' };
}

/** Reads a document through a cache by store; null where there is none. */
function cachedBy<Content>(
  placeOf: (kept: Kept) => DocumentPlace,
  parse: (bytes: Uint8Array) => Content,
): (kept: Kept) => Promise<Read<Content> | null> {
  const known = new WeakMap<Kept['store'], Read<Content>>();
  return async (kept) => {
    const place = placeOf(kept);
    const head = await documentHead(place);
    if (head === null) return null;
    const before = known.get(kept.store);
    if (before?.version === head.version) return before;
    const found = await readDocument(place);
    if (found === null) return null;
    const read = { version: found.head.version, content: parse(found.content) };
    known.set(kept.store, read);
    return read;
  };
}

interface ReadCatalogue {
  readonly catalogue: Catalogue;
  readonly facts: CatalogueFacts;
}

const readCatalogue = cachedBy(cataloguePlace, (bytes): ReadCatalogue => {
  const catalogue: Catalogue = JSON.parse(new TextDecoder().decode(bytes));
  return { catalogue, facts: factsOf(catalogue) };
});

/** Version 0 and empty where the shop gave none. */
export async function loadCatalogue(kept: Kept): Promise<ReadCatalogue & { readonly version: number }> {
  const read = await readCatalogue(kept);
  if (read === null) return { version: 0, catalogue: NO_CATALOGUE, facts: new Map() };
  return { version: read.version, ...read.content };
}

export interface ReadRecommender {
  readonly shop: ShopRecommender;
  readonly places: Places;
}

const readRecommender = cachedBy(recommenderPlace, (bytes): ReadRecommender => {
  const shop = unpackRecommender(bytes);
  return { shop, places: new Map(shop.itemIds.map((item, place) => [item, place])) };
});

/** Null where none was trained yet. */
export async function loadRecommender(
  kept: Kept,
): Promise<(ReadRecommender & { readonly version: number }) | null> {
  const read = await readRecommender(kept);
  return read === null ? null : { version: read.version, ...read.content };
}

/** Null where none were mined yet. */
export const loadRules = cachedBy(rulesPlace, (bytes): FoundRules => {
  const rules: FoundRules = JSON.parse(new TextDecoder().decode(bytes));
  return rules;
});
