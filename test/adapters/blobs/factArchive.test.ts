import { describe, expect, it } from 'vitest';
import { type ArchivedFact, archiveFolder, FactArchive } from '../../../adapters/blobs/factArchive.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import type { Traces } from '../../../core/customer/erasure.ts';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const OTHER = customerId('jonas');
const TRACES: Traces = {
  ids: [MAYA],
  keys: [],
  addresses: [{ channel: 'email', address: 'maya@example.org' }],
};

function aFact(id: string, customer = MAYA, writtenAt = NOW): ArchivedFact {
  return {
    id,
    writtenAt,
    fact: { customerId: customer, at: writtenAt, kind: 'event', journeyId: null, body: { name: id } },
  };
}

function anArchive() {
  const clock = { now: NOW };
  const blobs = memoryBlobs(() => clock.now);
  return { clock, blobs, archive: new FactArchive({ blobs, hashOf: (id) => `hash-${id}` }) };
}

async function everything({ blobs }: ReturnType<typeof anArchive>): Promise<string> {
  const texts = await Promise.all(
    blobs.keys().map(async (key) => key + ((await blobs.text(key))?.text ?? '')),
  );
  return texts.join('\n');
}

describe('the archive of facts', () => {
  it('keeps a fact a line, by customer and day, under the name it is given', async () => {
    const world = anArchive();
    const key = await world.archive.write('e1', [aFact('a'), aFact('b')]);
    expect(key).toBe(`${archiveFolder(aFact('a'))}e1.ndjson`);
    expect(key).toMatch(/^archive\/\d\d\/2026-03-10\/e1\.ndjson$/);
    const lines = ((await world.blobs.text(key))?.text ?? '').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['a', 'b']);
    await world.archive.write('e1', [aFact('a'), aFact('b')]);
    expect(world.blobs.keys()).toHaveLength(1);
  });

  it('another day is another folder', () => {
    expect(archiveFolder(aFact('a', MAYA, NOW + DAY_MS))).not.toBe(archiveFolder(aFact('a')));
  });

  it('finds and forgets a person, and leaves the others', async () => {
    const world = anArchive();
    await world.archive.write('e1', [aFact('a'), aFact('b', OTHER), aFact('c')]);
    await world.archive.write('e2', [aFact('d')]);
    const place = world.archive.place();
    expect((await place.find(TRACES)).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    expect(await place.erase(TRACES)).toBe(3);
    expect(await place.find(TRACES)).toEqual([]);
    expect(await place.erase(TRACES)).toBe(0);
    const left = await everything(world);
    expect(left).toContain('jonas');
    expect(left.replaceAll('hash-maya', '')).not.toContain('maya');
  });

  it('takes out a fact that was on its way while its person was erased', async () => {
    const world = anArchive();
    world.clock.now = NOW + HOUR_MS;
    await world.archive.place().erase(TRACES);
    const facts = [aFact('late'), aFact('other', OTHER)] as const;
    const key = await world.archive.write('e1', [...facts]);
    await world.archive.takeOutErased(new Map([[key, facts]]));
    expect((await everything(world)).replaceAll('hash-maya', '')).not.toContain('maya');
    expect(await everything(world)).toContain('"other"');
  });

  it('keeps what somebody of the same id does after the erasure', async () => {
    const world = anArchive();
    await world.archive.place().erase(TRACES);
    const back = [aFact('back', MAYA, NOW + HOUR_MS)] as const;
    const key = await world.archive.write('e1', [...back]);
    await world.archive.takeOutErased(new Map([[key, back]]));
    expect(world.blobs.keys()).toContain(key);
  });
});
