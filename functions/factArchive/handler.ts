/**
 * Consumer of the stream of facts: each fact goes into the archive. A record that cannot be read or written is reported, and
 * comes again with what follows it; the rest of the batch is kept. Blobs are named by the first record in them, so a batch that
 * comes again takes its own place, and a part of one writes some lines twice under their own ids.
 *
 * Batches given up for good lie under `aws/lambda/`. Invoked with `{ "redrive": "<key>" }`, or `{ "redrive": "all" }`, the
 * function takes them up again and removes what went well.
 */
import middy from '@middy/core';
import * as z from 'zod';
import type { ArchivedFact, FactArchive } from '../../adapters/blobs/factArchive.ts';
import { archiveFolder } from '../../adapters/blobs/factArchive.ts';
import type { Blobs } from '../../core/blobs.ts';
import { GIVEN_UP, recordsOf } from './givenUpPlace.ts';
import { factOf, nameOf, type StreamRecord, streamRecord } from './streamRecord.ts';

export interface ArchiveDeps {
  readonly archive: FactArchive;
  readonly blobs: Blobs;
  /** Told why a record could not be kept. */
  readonly report?: (failure: unknown) => void;
}

const records = z.array(z.unknown());
const batch = z.object({ Records: records });
const redrive = z.object({ redrive: z.string().min(1) });
const event = z.union([batch, redrive]);

interface Read {
  readonly sequence: string;
  readonly record: StreamRecord;
  readonly archived: ArchivedFact;
}

interface BatchAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

function sequenceOf(raw: unknown): string {
  const named = z.object({ dynamodb: z.object({ SequenceNumber: z.string() }) }).safeParse(raw);
  return named.success ? named.data.dynamodb.SequenceNumber : '';
}

function foldersOf(reads: readonly Read[]): readonly (readonly [Read, ...Read[]])[] {
  const folders = Map.groupBy(reads, ({ archived }) => archiveFolder(archived));
  return [...folders.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [[first, ...rest]]));
}

export function factArchive({ archive, blobs, report = () => {} }: ArchiveDeps) {
  function readAll(raws: readonly unknown[], failed: Set<string>): Read[] {
    return raws.flatMap((raw) => {
      try {
        const record = streamRecord.parse(raw);
        const archived = factOf(record);
        return archived === null ? [] : [{ sequence: sequenceOf(raw), record, archived }];
      } catch (failure) {
        report(failure);
        failed.add(sequenceOf(raw));
        return [];
      }
    });
  }

  async function keep(raws: readonly unknown[]): Promise<ReadonlySet<string>> {
    const failed = new Set<string>();
    const written = new Map<string, readonly ArchivedFact[]>();
    const folders = foldersOf(readAll(raws, failed));
    const failedWith = (reads: readonly Read[], failure: unknown): void => {
      report(failure);
      for (const { sequence } of reads) failed.add(sequence);
    };
    await Promise.all(
      folders.map(async (reads) => {
        try {
          const [first, ...rest] = reads;
          const facts = [first.archived, ...rest.map(({ archived }) => archived)] as const;
          written.set(await archive.write(nameOf(first.record), [...facts]), facts);
        } catch (failure) {
          failedWith(reads, failure);
        }
      }),
    );
    try {
      await archive.takeOutErased(written);
    } catch (failure) {
      failedWith(folders.flat(), failure);
    }
    return failed;
  }

  async function takeUp(key: string): Promise<number> {
    const text = (await blobs.text(key))?.text;
    if (text === undefined) return 0;
    const given = recordsOf(text);
    const failed = await keep(given);
    if (failed.size > 0) throw new Error(`${failed.size} records of the batch failed again; it stays`);
    await blobs.remove([key]);
    return given.length;
  }

  async function redriven(wanted: string): Promise<{ batches: number; records: number }> {
    const keys: string[] = [];
    if (wanted !== 'all') keys.push(wanted);
    else for await (const page of blobs.list(GIVEN_UP)) keys.push(...page.map(({ key }) => key));
    if (keys.some((key) => !key.startsWith(GIVEN_UP)))
      throw new Error(`batches that were given up lie under ${GIVEN_UP}`);
    let count = 0;
    for (const key of keys) count += await takeUp(key);
    return { batches: keys.length, records: count };
  }

  return middy(async (given: unknown): Promise<BatchAnswer | { batches: number; records: number }> => {
    const asked = event.parse(given);
    if ('redrive' in asked) return redriven(asked.redrive);
    const failed = await keep(asked.Records);
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  });
}
