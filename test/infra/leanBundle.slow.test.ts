/** What is left out of bundles changes nothing of what they do: the publish function's, of which most is left out, is compared. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as source from '../../functions/templatePublish/compileTemplate.ts';
import { BANNER } from '../../infra/bundle.ts';
import { leanBundle } from '../../infra/leanBundle.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = tempDir();

async function bundled(): Promise<typeof source> {
  const outfile = join(FOLDER, 'index.mjs');
  await build({
    stdin: { contents: "export * from './functions/templatePublish/compileTemplate.ts';", resolveDir: ROOT },
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    logLevel: 'error',
    plugins: [leanBundle],
  });
  return import(pathToFileURL(outfile).href) as Promise<typeof source>;
}

describe('a lean bundle', () => {
  it('compiles every template that ships as the sources do', async () => {
    const lean = await bundled();
    const { templates } = loadShipped();
    expect(templates.length).toBeGreaterThan(20);
    for (const template of templates)
      expect(await lean.compileTemplate(template)).toEqual(await source.compileTemplate(template));
  });
});
