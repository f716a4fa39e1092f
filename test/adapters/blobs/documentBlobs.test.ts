import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileBlobs } from '../../../adapters/blobs/fileBlobs.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import type { DocumentBlobs } from '../../../core/versionedDocument.ts';
import { tempDir } from '../../support/tempDir.ts';

async function textOf(blobs: DocumentBlobs, key: string): Promise<string | null> {
  const chunks = await blobs.read(key);
  if (chunks === null) return null;
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

async function keysUnder(blobs: DocumentBlobs, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of blobs.list(prefix)) keys.push(...page.map(({ key }) => key));
  return keys;
}

describe.each([
  ['files', () => fileBlobs(join(tempDir(), 'not-made-yet'))],
  ['memory', () => memoryBlobs()],
] as const)('documents in %s', (_name, make) => {
  it('are read as they were last written', async () => {
    const blobs = make();
    expect(await textOf(blobs, 'documents/a/1')).toBeNull();
    await blobs.write('documents/a/1', 'first');
    await blobs.write('documents/a/1', Uint8Array.of(0xe8, 0x8c, 0xb6));
    expect(await textOf(blobs, 'documents/a/1')).toBe('茶');
    await blobs.write('documents/a/2', '');
    expect(await textOf(blobs, 'documents/a/2')).toBe('');
  });

  it('are listed by prefix in the order of their keys, and gone once removed', async () => {
    const blobs = make();
    expect(await keysUnder(blobs, '')).toEqual([]);
    for (const key of ['d/b/2', 'd/a/9', 'd/b/1']) await blobs.write(key, key);
    expect(await keysUnder(blobs, 'd/')).toEqual(['d/a/9', 'd/b/1', 'd/b/2']);
    expect(await keysUnder(blobs, 'd/b/')).toEqual(['d/b/1', 'd/b/2']);
    await blobs.remove(['d/b/1', 'd/never']);
    expect(await keysUnder(blobs, 'd/b/')).toEqual(['d/b/2']);
  });
});

describe('documents in files', () => {
  it('lie nowhere but in their folder', async () => {
    const blobs = fileBlobs(tempDir());
    for (const key of ['../escaped', 'a/../../b', '/etc/x', 'a//b'])
      await expect(blobs.write(key, 'x')).rejects.toThrow(RangeError);
  });

  it('that were cut off while they were written are not there', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'half.part'), 'ha');
    expect(await keysUnder(fileBlobs(dir), '')).toEqual([]);
  });

  it('say how large they are', async () => {
    const blobs = fileBlobs(tempDir());
    await blobs.write('a', '12345');
    for await (const page of blobs.list('')) expect(page).toMatchObject([{ key: 'a', bytes: 5 }]);
  });
});
