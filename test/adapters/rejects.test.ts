import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { blobRejects } from '../../adapters/blobs/blobRejects.ts';
import { memoryBlobs } from '../../adapters/memory/memoryBlobs.ts';
import { memoryRejects } from '../../adapters/memory/rejects.ts';
import { openRejects, type Rejects } from '../../adapters/sqlite/rejects.ts';
import type { RejectedEvent, RejectStore } from '../../core/rejected.ts';
import { DAY_MS } from '../../core/time.ts';
import { NOW } from '../support/builders.ts';
import { tempDir } from '../support/tempDir.ts';

const opened: Rejects[] = [];

function openIn(dir: string, readOnly = false): Rejects {
  const rejects = openRejects({ file: join(dir, 'rejected.db'), readOnly });
  opened.push(rejects);
  return rejects;
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function aRejection(overrides: Partial<RejectedEvent> = {}): RejectedEvent {
  return {
    source: 'web',
    receivedAt: NOW,
    digest: 'd1',
    index: 0,
    messageId: 'm1',
    code: 'missing-id',
    field: 'userId',
    message: 'there is no id',
    remedy: 'send one',
    applied: false,
    raw: '{"event":"A"}',
    ...overrides,
  };
}

describe.each<[string, () => RejectStore]>([
  ['memory', memoryRejects],
  ['a file', () => openIn(tempDir())],
  ['blobs', () => blobRejects({ blobs: memoryBlobs(), now: () => NOW, random: () => 0.99 })],
])('rejected events in %s', (_name, make) => {
  const all = { before: null, limit: 100 };

  it('come back whole, newest first, page by page', async () => {
    const rejects = make();
    const kept = ['a', 'b', 'c'].map((digest) =>
      aRejection({ digest, messageId: null, applied: digest === 'b' }),
    );
    await rejects.keepRejected(kept, NOW - DAY_MS);
    const listed = await rejects.listRejected(all);
    expect(listed.map(({ seq: _seq, ...rest }) => rest)).toEqual([...kept].reverse());
    const first = await rejects.listRejected({ before: null, limit: 2 });
    const rest = await rejects.listRejected({ before: first.at(-1)?.seq ?? null, limit: 2 });
    expect([...first, ...rest]).toEqual(listed);
    expect(await rejects.countRejected()).toBe(3);
  });

  it('are kept once however often they come, and once for each fault', async () => {
    const rejects = make();
    const other = aRejection({ field: 'traits.phone', code: 'invalid-phone' });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await rejects.keepRejected([aRejection({ receivedAt: NOW + attempt }), other], NOW - DAY_MS);
    }
    expect((await rejects.listRejected(all)).map(({ code }) => code)).toEqual([
      'invalid-phone',
      'missing-id',
    ]);
    await rejects.keepRejected([aRejection({ source: 'app' })], NOW - DAY_MS);
    expect(await rejects.countRejected()).toBe(3);
  });

  it('are forgotten when their time is over', async () => {
    const rejects = make();
    await rejects.keepRejected([aRejection(), aRejection({ digest: 'd2', receivedAt: NOW + 1 })], NOW);
    await rejects.keepRejected([], NOW + 1);
    expect((await rejects.listRejected(all)).map(({ digest }) => digest)).toEqual(['d2']);
  });
});

describe('the file', () => {
  it('holds what was kept when it is opened again', async () => {
    const dir = tempDir();
    const rejects = openIn(dir);
    await rejects.keepRejected([aRejection()], 0);
    await rejects.close();
    expect(await openIn(dir, true).countRejected()).toBe(1);
  });

  it('that is missing is empty to a reader, who makes none', async () => {
    const dir = tempDir();
    expect(await openIn(dir, true).countRejected()).toBe(0);
    await expect(openIn(dir, true).keepRejected([aRejection()], 0)).rejects.toMatchObject({
      code: 'store-read-only',
    });
  });
});

describe('blobs of rejected events', () => {
  it('that their time is over for are not shown, though the bucket still has them', async () => {
    let now = NOW;
    const blobs = memoryBlobs();
    const rejects = blobRejects({ blobs, now: () => now, random: () => 0 });
    await rejects.keepRejected([aRejection()], 0);
    now += 31 * DAY_MS;
    expect(await rejects.countRejected()).toBe(0);
    expect(blobs.keys()).toHaveLength(1);
  });

  it('of two workers who keep the same at once one is shown', async () => {
    const blobs = memoryBlobs();
    const worker = (random: number) => blobRejects({ blobs, now: () => NOW, random: () => random });
    await Promise.all([0, 0.5].map((random) => worker(random).keepRejected([aRejection()], 0)));
    expect(blobs.keys()).toHaveLength(2);
    expect(await worker(0).listRejected({ before: null, limit: 10 })).toHaveLength(1);
  });
});
