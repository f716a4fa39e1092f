import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const settings = { shop: { name: 'Kettle & Leaf' } };
const once = await bundleFunctions({
  root: ROOT,
  outputFolder: tempDir(),
  settings,
});
/** Of mail and templates, which no other bundle holds. */
const PUBLISHING = /node_modules\/(mjml|typescript)/;
const MOST_BYTES = 1_000_000;
const bundles = [...once.values()];

describe('the bundle', () => {
  it.each(bundles.filter(({ name }) => name !== 'templatePublish'))(
    'of $name has at most 1 MB',
    ({ bytes }) => {
      expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    },
  );

  it.each(bundles)('of $name holds nothing of building and testing', ({ name, inputs }) => {
    const heavy = inputs.filter((input) =>
      /node_modules\/(aws-cdk|constructs|cdk-nag|esbuild|vitest|typescript|mjml|react)/.test(input),
    );
    expect(name === 'templatePublish' ? heavy.filter((input) => !PUBLISHING.test(input)) : heavy).toEqual([]);
    expect(inputs.filter((input) => /^(infra\/(?!standIns)|local|cli|console|test)\//.test(input))).toEqual(
      [],
    );
  });

  it.each(bundles)('of $name exports a handler', ({ folder }) => {
    expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toMatch(/export\s*\{[^}]*\bas handler\b/);
  });

  it('has the settings of the deployment beside it', () => {
    for (const { folder } of bundles)
      expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual(settings);
  });
});
