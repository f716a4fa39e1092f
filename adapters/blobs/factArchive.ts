/**
 * The archive of facts, for what the table forgets: `archive/<bucket>/<day of writing>/<name>.ndjson`, a line a fact with its own
 * id, in sixteen buckets by customer so that a person is looked for in a part of it. It is written at least once: two lines
 * of one id are one fact.
 *
 * An erasure leaves a mark of the person's keyed hash, under `archive/erased/`. Whoever writes looks at the marks afterwards and
 * takes out again what was written down before one: a fact on its way through the stream when its person was erased is either
 * found by the erasure, or its writer finds the mark.
 */
import type { Blobs } from '../../core/blobs.ts';
import { shardOf } from '../../core/chance.ts';
import { type PersonalPlace, namesPerson, type Traces } from '../../core/customer/erasure.ts';
import type { Fact } from '../../core/fact.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Instant, MINUTE_MS, isoDay, utcDay } from '../../core/time.ts';
import { keepLines, rewriteBlob } from './rewriteBlob.ts';

export interface ArchivedFact {
  /** The same for the same fact. */
  readonly id: string;
  readonly writtenAt: Instant;
  readonly fact: Fact;
}

const BUCKETS = 16;
const MARKS = 'archive/erased/';
/** Clocks of writers and of the bucket differ, and marks know whole seconds. */
const CLOCKS_DIFFER_MS = MINUTE_MS;

export interface FactArchiveOptions {
  readonly blobs: Blobs;
  /** Keyed hash of a customer, of letters that a path may have. */
  readonly hashOf: (id: CustomerId) => string;
}

function bucketOf(id: CustomerId): string {
  return `archive/${String(shardOf(id, BUCKETS)).padStart(2, '0')}/`;
}

/** Facts that lie in one blob. */
export function archiveFolder({ fact: { customerId }, writtenAt }: ArchivedFact): string {
  return `${bucketOf(customerId)}${isoDay(utcDay(writtenAt))}/`;
}

function lineOf({ id, writtenAt, fact }: ArchivedFact): string {
  return `${JSON.stringify({ id, writtenAt, ...fact })}\n`;
}

interface Line extends Fact {
  readonly writtenAt: Instant;
}

function read(line: string): Line {
  const parsed: Line = JSON.parse(line);
  return parsed;
}

async function* keysUnder(blobs: Blobs, prefix: string): AsyncGenerator<string> {
  for await (const page of blobs.list(prefix)) for (const { key } of page) yield key;
}

export class FactArchive {
  private readonly blobs: Blobs;
  private readonly hashOf: (id: CustomerId) => string;

  constructor({ blobs, hashOf }: FactArchiveOptions) {
    this.blobs = blobs;
    this.hashOf = hashOf;
  }

  /** Writes facts of one folder under a name: again under the same name takes the place of the first. */
  async write(name: string, facts: readonly [ArchivedFact, ...ArchivedFact[]]): Promise<string> {
    const key = `${archiveFolder(facts[0])}${name}.ndjson`;
    await this.blobs.write(key, facts.map(lineOf).join(''));
    return key;
  }

  /** Takes out of what was just written whatever was told of people before they were erased. */
  async takeOutErased(written: ReadonlyMap<string, readonly ArchivedFact[]>): Promise<void> {
    const marks = new Map<string, Instant>();
    for await (const page of this.blobs.list(MARKS))
      for (const { key, writtenAt } of page) marks.set(key.slice(MARKS.length), writtenAt);
    if (marks.size === 0) return;
    const isErased = (id: CustomerId, writtenAt: Instant): boolean =>
      writtenAt <= (marks.get(this.hashOf(id)) ?? Number.NEGATIVE_INFINITY) + CLOCKS_DIFFER_MS;
    for (const [key, facts] of written) {
      if (!facts.some(({ fact, writtenAt }) => isErased(fact.customerId, writtenAt))) continue;
      await rewriteBlob(this.blobs, key, (text) =>
        keepLines(text, (line) => {
          const { customerId, writtenAt } = read(line);
          return !isErased(customerId, writtenAt);
        }),
      );
    }
  }

  /** The archive as a place of an erasure. */
  place(): PersonalPlace {
    return {
      name: 'archive',
      find: (traces) => this.find(traces),
      erase: (traces) => this.erase(traces),
      // S3 keeps nothing of what was replaced: the bucket has no versions.
      scrub: async () => {},
    };
  }

  private async find(traces: Traces): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    for await (const key of this.keysOf(traces)) {
      const text = (await this.blobs.text(key))?.text ?? '';
      for (const line of text.split('\n')) {
        if (line === '' || !isAbout(line, traces)) continue;
        const fact: JsonObject = JSON.parse(line);
        found.push(fact);
      }
    }
    return found;
  }

  private async erase(traces: Traces): Promise<number> {
    for (const id of traces.ids) await this.blobs.write(`${MARKS}${this.hashOf(id)}`, '');
    let erased = 0;
    for await (const key of this.keysOf(traces))
      erased += await rewriteBlob(this.blobs, key, (text) =>
        keepLines(text, (line) => !isAbout(line, traces)),
      );
    return erased;
  }

  private async *keysOf({ ids }: Traces): AsyncGenerator<string> {
    for (const bucket of new Set(ids.map(bucketOf))) yield* keysUnder(this.blobs, bucket);
  }
}

function isAbout(line: string, traces: Traces): boolean {
  return traces.ids.includes(read(line).customerId) || namesPerson(line, traces);
}
