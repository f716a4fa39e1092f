/**
 * Loaded ahead of a program (`node --import`): takes the guard named by PERENNIAL_WITHOUT out of the product's source as it is
 * read. Throws where a line is not there exactly once: then nothing was removed, and the row would prove nothing.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GUARDS, type Patch } from './guards.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const name = process.env['PERENNIAL_WITHOUT'] ?? '';
const guard = GUARDS.find((one) => one.name === name);
if (guard === undefined) throw new Error(`there is no guard "${name}"`);
const byFile = new Map(guard.patches.map((patch) => [join(ROOT, patch.file), patch]));

function without(source: string, { file, find, replace }: Patch): string {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`guard ${name}: its line occurs ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const patch = url.startsWith('file:') ? byFile.get(fileURLToPath(url)) : undefined;
    if (patch === undefined || loaded.source == null) return loaded;
    const text =
      typeof loaded.source === 'string'
        ? loaded.source
        : Buffer.from(loaded.source as Uint8Array).toString('utf8');
    return { ...loaded, source: without(text, patch) };
  },
});
