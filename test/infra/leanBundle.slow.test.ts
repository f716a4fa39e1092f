/** What is left out of bundles changes nothing of what they do: the publish function's, of which most is left out, is compared. */
import { build } from 'esbuild';
import { createHash, createHmac } from 'node:crypto';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import examples from 'libphonenumber-js/mobile/examples';
import * as phones from '../../core/customer/phoneNumber.ts';
import * as source from '../../functions/templatePublish/compileTemplate.ts';
import { BANNER } from '../../infra/bundle.ts';
import { leanBundle } from '../../infra/leanBundle.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = tempDir();

/** How the SDK makes a sum, signed where there is a secret. */
type Sums = new (secret?: string) => { update(data: Uint8Array): void; digest(): Promise<Uint8Array> };

/** A module, of ours by its path or of a dependency by its name, as a lean bundle has it. */
async function bundled(module: string): Promise<unknown> {
  const from = module.endsWith('.ts') ? `./${module}` : module;
  const outfile = join(FOLDER, `${basename(module)}.mjs`);
  await build({
    stdin: { contents: `export * from '${from}';`, resolveDir: ROOT },
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
  return import(pathToFileURL(outfile).href);
}

describe('a lean bundle', () => {
  it('compiles every template that ships as the sources do', async () => {
    const lean = (await bundled('functions/templatePublish/compileTemplate.ts')) as typeof source;
    const { templates } = loadShipped();
    expect(templates.length).toBeGreaterThan(20);
    for (const template of templates)
      expect(await lean.compileTemplate(template)).toEqual(await source.compileTemplate(template));
  });

  it('signs with the sums of Node', async () => {
    const { Sha256 } = (await bundled('@smithy/core/checksum')) as { Sha256: Sums };
    const sum = new Sha256();
    sum.update(Buffer.from('abc'));
    expect(Buffer.from(await sum.digest())).toEqual(createHash('sha256').update('abc').digest());
    const signed = new Sha256('secret');
    signed.update(Buffer.from('abc'));
    expect(Buffer.from(await signed.digest())).toEqual(createHmac('sha256', 'secret').update('abc').digest());
  });

  it('reads phone numbers of every country as the sources do', async () => {
    const lean = (await bundled('core/customer/phoneNumber.ts')) as typeof phones;
    expect(lean.PHONE_COUNTRIES).toEqual(phones.PHONE_COUNTRIES);
    let read = 0;
    for (const country of phones.PHONE_COUNTRIES) {
      const digits = examples[country] ?? '';
      for (const text of [
        digits,
        `0${digits}`,
        `00${digits}`,
        digits.slice(0, 6),
        `(${digits.slice(0, 2)}) ${digits.slice(2)}`,
      ]) {
        const number = phones.phoneNumberOf(text, country);
        expect(lean.phoneNumberOf(text, country), `${country} ${text}`).toBe(number);
        if (number === null) continue;
        expect(lean.countryOfNumber(number), number).toBe(phones.countryOfNumber(number));
        expect(lean.phoneNumberOf(number)).toBe(number);
        read += 1;
      }
    }
    expect(read).toBeGreaterThan(phones.PHONE_COUNTRIES.length);
  });
});
