import { describe, expect, it } from 'vitest';
import { filesPlace, linesPlace, rejectsPlace } from '../../../adapters/blobs/blobPlaces.ts';
import { blobRejects } from '../../../adapters/blobs/blobRejects.ts';
import { BlobKeepsMoving } from '../../../adapters/blobs/rewriteBlob.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import type { Blobs } from '../../../core/blobs.ts';
import type { Traces } from '../../../core/customer/erasure.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const TRACES: Traces = {
  ids: [MAYA],
  keys: [],
  addresses: [{ channel: 'email', address: 'maya@example.org' }],
};
const CSV = 'customer,email\njonas,jonas@example.org\nmaya,MAYA@example.org\nlina,lina@example.org\n';
const WITHOUT = 'customer,email\njonas,jonas@example.org\nlina,lina@example.org\n';

async function textOf(blobs: Blobs, key: string): Promise<string | null> {
  return (await blobs.text(key))?.text ?? null;
}

describe('files of lines', () => {
  it('lose the lines that name the person, and keep the others as they are', async () => {
    const blobs = memoryBlobs();
    await blobs.write('imports/r/1.csv', CSV);
    await blobs.write('imports/r/2.csv', WITHOUT);
    await blobs.write('imports/r/3.ndjson', '{"customerId":"maya"}\n');
    const place = linesPlace(blobs, 'imports', 'imports/');
    expect(await place.find(TRACES)).toHaveLength(2);
    expect(await place.erase(TRACES)).toBe(2);
    expect(await textOf(blobs, 'imports/r/1.csv')).toBe(WITHOUT);
    expect(await textOf(blobs, 'imports/r/2.csv')).toBe(WITHOUT);
    expect(await textOf(blobs, 'imports/r/3.ndjson')).toBeNull();
    expect(await place.erase(TRACES)).toBe(0);
  });

  it('keep what somebody else writes meanwhile', async () => {
    const blobs = memoryBlobs();
    await blobs.write('imports/r/1.csv', CSV);
    let meddled = false;
    const meddling: Blobs = {
      ...blobs,
      text: async (key) => {
        const found = await blobs.text(key);
        if (!meddled) await blobs.write(key, `${CSV}new,new@example.org\n`);
        meddled = true;
        return found;
      },
    };
    expect(await linesPlace(meddling, 'imports', 'imports/').erase(TRACES)).toBe(1);
    expect(await textOf(blobs, 'imports/r/1.csv')).toBe(`${WITHOUT}new,new@example.org\n`);
  });

  it('that never stand still are tried again later', async () => {
    const blobs = memoryBlobs();
    await blobs.write('imports/r/1.csv', CSV);
    const moving: Blobs = { ...blobs, replace: async () => false };
    const failure = await linesPlace(moving, 'imports', 'imports/')
      .erase(TRACES)
      .catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(BlobKeepsMoving);
    expect(failure).toMatchObject({ name: 'TransientError' });
  });
});

describe('files that are a thing of their own', () => {
  it('go whole where they name the person, however they come in pieces', async () => {
    const blobs = memoryBlobs();
    await blobs.write('uploads/a', CSV);
    await blobs.write('uploads/b', WITHOUT);
    const byTheByte: Blobs = {
      ...blobs,
      read: async (key) => {
        const text = await textOf(blobs, key);
        if (text === null) return null;
        return (async function* bytes() {
          for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
        })();
      },
    };
    expect(await filesPlace(byTheByte, 'uploads', 'uploads/').erase(TRACES)).toBe(1);
    expect(blobs.keys()).toEqual(['uploads/b']);
  });
});

describe('rejected events', () => {
  it('go where the event, or what is said of it, names the person', async () => {
    const blobs = memoryBlobs();
    const rejects = blobRejects({ blobs, now: () => NOW, random: () => 0 });
    const base = {
      source: 'web',
      receivedAt: NOW,
      index: 0,
      messageId: null,
      code: 'c',
      field: 'f',
      remedy: 'r',
      applied: false,
    };
    await rejects.keepRejected(
      [
        { ...base, digest: '1', message: 'm', raw: '{"userId":"maya"}' },
        { ...base, digest: '2', message: '"maya@example.org" is no name', raw: '{' },
        { ...base, digest: '3', message: 'm', raw: '{"userId":"jonas"}' },
      ],
      0,
    );
    const place = rejectsPlace(blobs);
    expect((await place.find(TRACES)).map(({ digest }) => digest)).toEqual(
      expect.arrayContaining(['1', '2']),
    );
    expect(await place.erase(TRACES)).toBe(2);
    expect((await rejects.listRejected({ before: null, limit: 9 })).map(({ digest }) => digest)).toEqual([
      '3',
    ]);
  });
});
