/**
 * The scratch of evaluations as blobs, for tasks that run in different places: `scratch/<run>/…`, a blob a segment. Columns
 * travel as base64 of their bytes, little-endian, since a segment may hold a hundred thousand customers.
 */
import type { Blobs } from '../../core/blobs.ts';
import { customerId } from '../../core/ids.ts';
import type { OwnMargins } from '../../core/lifecycle/marginFound.ts';
import { forPastColumns, type PastColumn } from '../../core/lifecycle/pastSample.ts';
import { DayCounts } from '../../core/lifecycle/quantile.ts';
import type { SegmentSummary } from '../../core/lifecycle/segmentSummary.ts';
import type { EvaluationScratch } from '../../core/ports.ts';
import { readShopModel } from '../records/shopModelRecord.ts';

interface KeptSummary {
  readonly people: number;
  readonly columns: Readonly<Record<keyof SegmentSummary['columns'], string>>;
  readonly firstGaps: readonly number[];
  readonly gaps: readonly number[];
  readonly past: Readonly<Record<PastColumn, string>>;
}

function packed({ buffer, byteOffset, byteLength }: Int32Array | Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** In memory of its own, so that numbers lie where they may. */
function bytesOf(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer;
}

function textOf({ people, columns, firstGaps, gaps, past }: SegmentSummary): string {
  const kept: KeptSummary = {
    people,
    columns: {
      x: packed(columns.x),
      txDays: packed(columns.txDays),
      TDays: packed(columns.TDays),
      meanRepeatMinor: packed(columns.meanRepeatMinor),
      averageMinor: packed(columns.averageMinor),
      sinceLastDays: packed(columns.sinceLastDays),
      marginMinor: packed(columns.marginMinor),
      marginRevenueMinor: packed(columns.marginRevenueMinor),
    },
    firstGaps: firstGaps.list(),
    gaps: gaps.list(),
    past: forPastColumns((column) => packed(past[column])),
  };
  return JSON.stringify(kept);
}

function summaryOf(text: string): SegmentSummary {
  const { people, columns, firstGaps, gaps, past }: KeptSummary = JSON.parse(text);
  return {
    people,
    columns: {
      x: new Int32Array(bytesOf(columns.x)),
      txDays: new Int32Array(bytesOf(columns.txDays)),
      TDays: new Int32Array(bytesOf(columns.TDays)),
      meanRepeatMinor: new Float64Array(bytesOf(columns.meanRepeatMinor)),
      averageMinor: new Float64Array(bytesOf(columns.averageMinor)),
      sinceLastDays: new Int32Array(bytesOf(columns.sinceLastDays)),
      marginMinor: new Float64Array(bytesOf(columns.marginMinor)),
      marginRevenueMinor: new Float64Array(bytesOf(columns.marginRevenueMinor)),
    },
    firstGaps: DayCounts.of(firstGaps),
    gaps: DayCounts.of(gaps),
    past: forPastColumns((column) => new Float64Array(bytesOf(past[column]))),
  };
}

/** Id, margin, revenue, orders: rows without names, since a segment may hold a hundred thousand. */
type KeptMargin = readonly [string, number, number, number];

function marginsText(margins: OwnMargins): string {
  const rows = Array.from(margins, ([id, { marginMinor, revenueMinor, orders }]): KeptMargin => {
    return [id, marginMinor, revenueMinor, orders];
  });
  return JSON.stringify(rows);
}

function marginsIn(text: string): OwnMargins {
  const rows: readonly KeptMargin[] = JSON.parse(text);
  return new Map(
    rows.map(([id, marginMinor, revenueMinor, orders]) => [
      customerId(id),
      { marginMinor, revenueMinor, orders },
    ]),
  );
}

function folderOf(run: string): string {
  return `scratch/${run}/`;
}

/** So that segments sort as numbers. */
function segmentName(segment: number): string {
  return String(segment).padStart(6, '0');
}

async function keysUnder(blobs: Blobs, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of blobs.list(prefix)) keys.push(...page.map(({ key }) => key));
  return keys;
}

export function blobScratch(blobs: Blobs): EvaluationScratch {
  const summaries = (run: string) => `${folderOf(run)}summaries/`;
  const modelKey = (run: string) => `${folderOf(run)}model.json`;
  const enteringKey = (run: string, segment: number, stage: string) =>
    `${folderOf(run)}entering/${segmentName(segment)}-${stage}.json`;
  const marginsKey = (run: string, segment: number) => `${folderOf(run)}margins/${segmentName(segment)}.json`;
  return {
    put: (run, segment, summary) =>
      blobs.write(`${summaries(run)}${segmentName(segment)}.json`, textOf(summary)),
    async all(run) {
      const found: SegmentSummary[] = [];
      for (const key of await keysUnder(blobs, summaries(run))) {
        const kept = await blobs.text(key);
        if (kept !== null) found.push(summaryOf(kept.text));
      }
      return found;
    },
    async putModel(run, model) {
      await blobs.write(modelKey(run), JSON.stringify(model));
      await blobs.remove(await keysUnder(blobs, summaries(run)));
    },
    async model(run) {
      const kept = await blobs.text(modelKey(run));
      if (kept === null) return null;
      return readShopModel(kept.text);
    },
    putEntering: (run, segment, stage, ids) =>
      blobs.write(enteringKey(run, segment, stage), JSON.stringify(ids)),
    async entering(run, segment, stage) {
      const kept = await blobs.text(enteringKey(run, segment, stage));
      if (kept === null) return [];
      const ids: string[] = JSON.parse(kept.text);
      return ids.map(customerId);
    },
    putMargins: (run, segment, margins) => blobs.write(marginsKey(run, segment), marginsText(margins)),
    async margins(run, segment) {
      const kept = await blobs.text(marginsKey(run, segment));
      return kept === null ? null : marginsIn(kept.text);
    },
    drop: async (run) => blobs.remove(await keysUnder(blobs, folderOf(run))),
  };
}
