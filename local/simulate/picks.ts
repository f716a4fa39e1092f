/**
 * Products in the messages of a simulation. They are chosen by the engine itself, with what the shop's recommendations are made with
 * now and by what each person had bought by then; the report says how many messages showed some, and how many said their other
 * words. A shop that has trained nothing shows none, and so do messages that go to nobody it knows enough of.
 */
import type { JsonObject } from '../../core/json.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { BlockSource, TemplateSource } from '../../core/message/template.ts';
import type { OutboundMessage, Store } from '../../core/ports.ts';
import { isoInstant, type Instant } from '../../core/time.ts';
import { type DocumentBlobs, readDocument } from '../../core/versionedDocument.ts';
import { memoryBlobs } from '../../adapters/memory/memoryBlobs.ts';
import type { Container } from '../../functions/shared/container.ts';
import { PICK_LEARNING } from '../../functions/shared/knownOf.ts';
import { cataloguePlace, loadRecommender, recommenderPlace } from '../../functions/shared/recommender.ts';
import { addCounts, bump, sortedRecord } from './counts.ts';

/** What products are chosen with. It travels between threads. */
export interface SimulatedPicks {
  readonly trainedAt: Instant;
  /** Named values of the config. */
  readonly values: Readonly<Record<string, string>>;
  readonly blobs: Readonly<Record<string, Uint8Array>>;
}

/** Null where nothing was trained. */
export async function picksOf(kept: Pick<Container, 'store' | 'documents'>): Promise<SimulatedPicks | null> {
  const trained = kept.documents === undefined ? null : await loadRecommender(kept);
  if (trained === null) return null;
  const values: Record<string, string> = {};
  const blobs: Record<string, Uint8Array> = {};
  for (const place of [recommenderPlace(kept), cataloguePlace(kept)]) {
    const found = await readDocument(place);
    if (found === null) continue;
    values[place.name] = JSON.stringify(found.head);
    blobs[found.head.key] = found.content;
  }
  const learned = await kept.store.getValue(PICK_LEARNING);
  if (learned !== null) values[PICK_LEARNING] = learned;
  return { trainedAt: trained.shop.at, values, blobs };
}

/** Puts it where the engine finds it; the documents, for its container. */
export async function putPicks(store: Store, { values, blobs }: SimulatedPicks): Promise<DocumentBlobs> {
  const documents = memoryBlobs();
  for (const [key, content] of Object.entries(blobs)) await documents.write(key, content);
  for (const [name, json] of Object.entries(values)) await store.putValue(name, json);
  return documents;
}

const PICKS = /\bpicks\b/;

/** Whether a template shows products, itself or by a block it names. */
export function showsPicks(
  { locales }: TemplateSource,
  blocks: ReadonlyMap<string, BlockSource> | undefined,
): boolean {
  const text = JSON.stringify(locales);
  if (PICKS.test(text)) return true;
  return [...(blocks ?? [])].some(([id, block]) => text.includes(id) && PICKS.test(JSON.stringify(block)));
}

/** What a message shows of products, and nothing besides. */
export function picksAlone({ given }: Pick<Decision, 'given'>): JsonObject {
  const picks = given?.['picks'];
  return picks === undefined ? {} : { picks };
}

/** By template; it travels between threads. */
export interface PickTotals {
  readonly shown: Map<string, number>;
  readonly others: Map<string, number>;
}

export interface PicksShown {
  /** Messages that showed products. */
  readonly shown: number;
  /** Messages whose template shows products, and which said its other words. */
  readonly otherWords: number;
  readonly byTemplate: Readonly<Record<string, { readonly shown: number; readonly otherWords: number }>>;
  /** Orders before it taught what they were chosen with; null where nothing was trained. */
  readonly trainedAt: string | null;
}

/** Counts messages of templates that show products as they leave. */
export class PickCounts {
  readonly totals: PickTotals = { shown: new Map(), others: new Map() };

  add({
    template,
    mergeData,
  }: Pick<Extract<OutboundMessage, { template: string }>, 'template' | 'mergeData'>) {
    const { picks } = mergeData;
    const isShown = Array.isArray(picks) && picks.length > 0;
    bump(isShown ? this.totals.shown : this.totals.others, template);
  }

  include({ shown, others }: PickTotals): void {
    addCounts(this.totals.shown, shown);
    addCounts(this.totals.others, others);
  }

  report(picks: SimulatedPicks | null): PicksShown {
    const { shown, others } = this.totals;
    const sum = (counts: ReadonlyMap<string, number>) =>
      [...counts.values()].reduce((all, one) => all + one, 0);
    const templates = new Map([...shown.keys(), ...others.keys()].map((id) => [id, id]));
    return {
      shown: sum(shown),
      otherWords: sum(others),
      byTemplate: sortedRecord(templates, (id) => ({
        shown: shown.get(id) ?? 0,
        otherWords: others.get(id) ?? 0,
      })),
      trainedAt: picks === null ? null : isoInstant(picks.trainedAt),
    };
  }
}
