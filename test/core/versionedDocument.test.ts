import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../adapters/memory/memoryBlobs.ts';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { documentHead, putDocument, readDocument } from '../../core/versionedDocument.ts';

function aPlace() {
  const blobs = memoryBlobs();
  const place = { store: createMemoryStore(), blobs, name: 'catalogue' };
  const read = async () => {
    const found = await readDocument(place);
    return found === null ? null : new TextDecoder().decode(found.content);
  };
  return { place, blobs, read };
}

describe('a versioned document', () => {
  it('is not there at first, and then as it was put, with what was said of it', async () => {
    const { place, read } = aPlace();
    expect([await documentHead(place), await read()]).toEqual([null, null]);
    const head = await putDocument(place, 'one', { about: { items: 3 }, writer: 'w1' });
    expect(head).toMatchObject({ version: 1, about: { items: 3 } });
    expect(await documentHead(place)).toEqual(head);
    expect(await read()).toBe('one');
  });

  it('leaves one blob, the newest', async () => {
    const { place, blobs, read } = aPlace();
    for (const content of ['one', 'two', 'three'])
      await putDocument(place, content, { about: null, writer: 'w1' });
    expect(await read()).toBe('three');
    expect(blobs.keys()).toEqual(['documents/catalogue/000000003-w1']);
  });

  it('written by two at once is one of them whole, and both versions count', async () => {
    const { place, blobs, read } = aPlace();
    const versions = await Promise.all(
      ['w1', 'w2'].map(
        async (writer) => (await putDocument(place, writer, { about: writer, writer })).version,
      ),
    );
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2]);
    const head = await documentHead(place);
    expect(await read()).toBe(head?.about);
    expect(blobs.keys()).toEqual([head?.key]);
  });

  it('is looked for again by a reader whose version was removed meanwhile', async () => {
    const { place, blobs } = aPlace();
    await putDocument(place, 'one', { about: null, writer: 'w1' });
    let late = true;
    const slow = {
      ...place,
      blobs: {
        ...blobs,
        read: async (key: string) => {
          if (late) {
            late = false;
            await putDocument(place, 'two', { about: null, writer: 'w2' });
          }
          return blobs.read(key);
        },
      },
    };
    expect(new TextDecoder().decode((await readDocument(slow))?.content)).toBe('two');
  });

  it('whose blob is lost is an error, not nothing', async () => {
    const { place, blobs } = aPlace();
    const { key } = await putDocument(place, 'one', { about: null, writer: 'w1' });
    await blobs.remove([key]);
    await expect(readDocument(place)).rejects.toThrow('catalogue');
  });

  it('leaves the one in force where its writer is cut off before the end', async () => {
    const { place, read } = aPlace();
    await putDocument(place, 'one', { about: null, writer: 'w1' });
    const cut = {
      ...place,
      store: {
        ...place.store,
        replaceValue: () => Promise.reject(new Error('cut')),
      },
    };
    await expect(putDocument(cut, 'two', { about: null, writer: 'w2' })).rejects.toThrow('cut');
    expect(await read()).toBe('one');
  });
});
