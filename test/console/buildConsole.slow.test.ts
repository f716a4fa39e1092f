import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../../local/console/buildConsole.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
let outDir: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-build-'));
  outDir = join(folder, 'dist');
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

describe('buildConsole', () => {
  it('builds a console that loads nothing from elsewhere, with React’s production build', async () => {
    const environment = process.env['NODE_ENV'];
    expect(await buildConsole({ root, outDir })).toMatchObject({ built: true });
    expect(process.env['NODE_ENV']).toBe(environment);
    const page = await readFile(join(outDir, 'index.html'), 'utf8');
    expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url)).toSatisfy((urls: string[]) =>
      urls.every((url) => url.startsWith('/') && !url.startsWith('//')),
    );
    const names = await readdir(join(outDir, 'assets'));
    const code = await Promise.all(
      names
        .filter((name) => /\.(js|css)$/.test(name))
        .map((name) => readFile(join(outDir, 'assets', name), 'utf8')),
    );
    expect(code.join('\n')).not.toContain('react-dom-client.development');
    expect(code.join('\n')).not.toMatch(/url\(["']?(https?:)?\/\//);
  });

  it('does not build again while nothing changed, and leaves nothing beside it', async () => {
    expect(await buildConsole({ root, outDir })).toMatchObject({ built: false });
    expect(await readdir(folder)).toEqual(['dist']);
  });

  it('keeps what stands where the sources do not build', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'console-broken-'));
    await expect(buildConsole({ root: empty, outDir })).rejects.toThrow('ENOENT');
    expect(existsSync(join(outDir, 'index.html'))).toBe(true);
    await rm(empty, { recursive: true });
  });
});
