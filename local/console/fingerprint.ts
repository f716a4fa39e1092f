/** What the built console depends on, as one hash: its sources and the versions of everything installed. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const BUILT = 'dist';

/** Files of the console's folder, `dist` left out, in a fixed order, with `/` in their names on every system. */
async function sourcesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.startsWith(`${BUILT}/`))
    .sort();
}

/** SHA-256 over the names and contents of `<root>/console/**` and over `<root>/package-lock.json`. */
export async function consoleFingerprint(root: string): Promise<string> {
  const folder = join(root, 'console');
  const hash = createHash('sha256');
  for (const name of await sourcesOf(folder)) {
    hash.update(`${name}\0`).update(await readFile(join(folder, name)));
  }
  hash.update(await readFile(join(root, 'package-lock.json')));
  return hash.digest('hex');
}
