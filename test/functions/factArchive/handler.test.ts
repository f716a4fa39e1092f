import { describe, expect, it } from 'vitest';
import { FactArchive } from '../../../adapters/blobs/factArchive.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import type { Blobs } from '../../../core/blobs.ts';
import type { Traces } from '../../../core/customer/erasure.ts';
import { givenUpPlace } from '../../../functions/factArchive/givenUpPlace.ts';
import { factArchive } from '../../../functions/factArchive/handler.ts';
import { aContext } from '../../support/aContainer.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const TRACES: Traces = { ids: [MAYA], keys: [], addresses: [] };

function aRecord(place: number, customer: string, overrides: object = {}) {
  const body = { customerId: customer, at: NOW, kind: 'event', journeyId: null, body: { place } };
  return {
    eventID: `event-${place}`,
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(100 + place),
      NewImage: {
        pk: { S: `c#${customer}` },
        sk: { S: `fact#${String(NOW).padStart(15, '0')}#${String(NOW).padStart(15, '0')}.000000.ab` },
        kind: { S: 'fact' },
        body: { S: JSON.stringify(body) },
        ...overrides,
      },
    },
  };
}

function aWorld(over: (blobs: Blobs) => Partial<Blobs> = () => ({})) {
  const kept = memoryBlobs();
  const blobs: Blobs = { ...kept, ...over(kept) };
  const reported: unknown[] = [];
  const archive = new FactArchive({ blobs, hashOf: (id) => `hash-${id}` });
  const handler = factArchive({ archive, blobs, report: (failure) => reported.push(failure) });
  const run = async (event: unknown) => handler(event, aContext());
  const linesOf = async () => {
    const texts = await Promise.all(kept.keys().map(async (key) => (await kept.text(key))?.text ?? ''));
    return texts.flatMap((text) => text.split('\n').filter((line) => line.includes('"kind":"event"')));
  };
  return { kept, reported, run, linesOf };
}

describe('the consumer of the stream of facts', () => {
  it('archives every fact, and again changes nothing', async () => {
    const world = aWorld();
    const Records = Array.from({ length: 40 }, (_, n) => aRecord(n, `customer-${n}`));
    expect(await world.run({ Records })).toEqual({ batchItemFailures: [] });
    expect(await world.linesOf()).toHaveLength(40);
    await world.run({ Records });
    expect(await world.linesOf()).toHaveLength(40);
  });

  it('leaves what is no new fact', async () => {
    const world = aWorld();
    const Records = [
      aRecord(1, 'maya', { kind: { S: 'decision' } }),
      { ...aRecord(2, 'maya'), eventName: 'MODIFY' },
      { eventID: 'x', eventName: 'REMOVE', dynamodb: { SequenceNumber: '9' } },
    ];
    expect(await world.run({ Records })).toEqual({ batchItemFailures: [] });
    expect(world.kept.keys()).toEqual([]);
  });

  it('reports a record it cannot read, and keeps the others', async () => {
    const world = aWorld();
    const Records = [aRecord(1, 'maya'), aRecord(2, 'maya', { body: { S: 'no json' } }), aRecord(3, 'jonas')];
    expect(await world.run({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '102' }] });
    expect(await world.linesOf()).toHaveLength(2);
    expect(world.reported).toHaveLength(1);
  });

  it('reports what it could not write, and nothing else', async () => {
    const world = aWorld((blobs) => ({
      write: async (key, content) => {
        if (String(content).includes('"jonas"')) throw new Error('slow down');
        await blobs.write(key, content);
      },
    }));
    const answer = await world.run({ Records: [aRecord(1, 'maya'), aRecord(2, 'jonas')] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '102' }] });
    expect(await world.linesOf()).toHaveLength(1);
  });

  it('reports everything where it cannot look for erasures', async () => {
    const world = aWorld(() => ({
      list: () => {
        throw new Error('denied');
      },
    }));
    const answer = await world.run({ Records: [aRecord(1, 'maya')] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
  });
});

function givenUp(records: readonly unknown[]): string {
  return JSON.stringify({
    version: '1.0',
    DDBStreamBatchInfo: {},
    payload: JSON.stringify({ Records: records }),
  });
}

describe('batches that were given up', () => {
  it('are taken up again one by one or all, and are gone when it went well', async () => {
    const world = aWorld();
    await world.kept.write('aws/lambda/m/s/a', givenUp([aRecord(1, 'maya'), aRecord(2, 'jonas')]));
    await world.kept.write('aws/lambda/m/s/b', givenUp([aRecord(3, 'lina')]));
    expect(await world.run({ redrive: 'aws/lambda/m/s/a' })).toEqual({ batches: 1, records: 2 });
    expect(await world.run({ redrive: 'all' })).toEqual({ batches: 1, records: 1 });
    expect(await world.linesOf()).toHaveLength(3);
    expect(world.kept.keys().filter((key) => key.startsWith('aws/'))).toEqual([]);
  });

  it('stay where they fail again', async () => {
    const world = aWorld();
    await world.kept.write('aws/lambda/a', givenUp([aRecord(1, 'maya', { body: { S: 'no json' } })]));
    await expect(world.run({ redrive: 'all' })).rejects.toThrow('failed again');
    expect(world.kept.keys()).toEqual(['aws/lambda/a']);
  });

  it('nothing else in the bucket is taken for one', async () => {
    const world = aWorld();
    await expect(world.run({ redrive: 'uploads/a' })).rejects.toThrow('aws/lambda/');
  });

  it('lose the records of a person who is erased', async () => {
    const { kept } = aWorld();
    await kept.write('aws/lambda/a', givenUp([aRecord(1, 'maya'), aRecord(2, 'jonas')]));
    await kept.write('aws/lambda/b', givenUp([aRecord(3, 'maya')]));
    const place = givenUpPlace(kept);
    expect(await place.find(TRACES)).toHaveLength(2);
    expect(await place.erase(TRACES)).toBe(2);
    expect(kept.keys()).toEqual(['aws/lambda/a']);
    expect((await kept.text('aws/lambda/a'))?.text).not.toContain('maya');
    expect(await place.erase(TRACES)).toBe(0);
  });
});
