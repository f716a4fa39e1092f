/**
 * Builds the console where what stands is stale. It is built aside and put in place whole, so a server that reads
 * the folder meanwhile serves the old console or the new one, never half of one. Vite is loaded only when needed.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleFingerprint } from './fingerprint.ts';

export interface ConsoleBuild {
  /** The project's folder, which holds `console/` and `package-lock.json`. */
  readonly root: string;
  /** Where the built console is to stand; `<root>/console/dist` by custom. */
  readonly outDir: string;
}

export interface ConsoleBuilt {
  /** False where what stood there was made from the same sources. */
  readonly built: boolean;
  readonly seconds: number;
}

/** Name of the file in `outDir` that says what the console was built from. Written last. */
const BUILT_FROM = '.built';

async function builtFrom(outDir: string): Promise<string | null> {
  return readFile(join(outDir, BUILT_FROM), 'utf8').catch(() => null);
}

/** Runs Vite with React's production build, whatever NODE_ENV the process has. */
async function bundle(root: string, outDir: string): Promise<void> {
  const { build } = await import('vite');
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({
      root: join(root, 'console'),
      configFile: join(root, 'console', 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
  } finally {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
}

/** Puts `fresh` in the place of `outDir`. */
async function putInPlace(fresh: string, outDir: string): Promise<void> {
  const old = `${outDir}.old-${process.pid}`;
  await rename(outDir, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, outDir);
  await rm(old, { recursive: true, force: true });
}

/**
 * Makes sure `outDir` holds the console of the present sources. Rejects with Vite's error where they do not build; what
 * stood in `outDir` then stays.
 */
export async function buildConsole({ root, outDir }: ConsoleBuild): Promise<ConsoleBuilt> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const fingerprint = await consoleFingerprint(root);
  if ((await builtFrom(outDir)) === fingerprint) return { built: false, seconds: seconds() };
  const fresh = `${outDir}.new-${process.pid}`;
  try {
    await mkdir(fresh, { recursive: true });
    await bundle(root, fresh);
    await writeFile(join(fresh, BUILT_FROM), fingerprint);
    await putInPlace(fresh, outDir);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return { built: true, seconds: seconds() };
}
