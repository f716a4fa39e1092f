import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleFingerprint } from '../../local/console/fingerprint.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'console-fingerprint-'));
  await mkdir(join(root, 'console', 'app'), { recursive: true });
  await mkdir(join(root, 'console', 'dist'));
  await writeFile(join(root, 'console', 'app', 'a.ts'), 'one');
  await writeFile(join(root, 'package-lock.json'), '{}');
});
afterEach(async () => rm(root, { recursive: true }));

describe('consoleFingerprint', () => {
  it('stays while nothing changes, and ignores what was built', async () => {
    const before = await consoleFingerprint(root);
    await writeFile(join(root, 'console', 'dist', 'index.html'), 'built');
    expect(await consoleFingerprint(root)).toBe(before);
  });

  it.each([
    ['a source changes', async () => writeFile(join(root, 'console', 'app', 'a.ts'), 'two')],
    ['a source is added', async () => writeFile(join(root, 'console', 'app', 'b.ts'), '')],
    ['what is installed changes', async () => writeFile(join(root, 'package-lock.json'), '{"a":1}')],
  ])('changes where %s', async (_, change) => {
    const before = await consoleFingerprint(root);
    await change();
    expect(await consoleFingerprint(root)).not.toBe(before);
  });
});
