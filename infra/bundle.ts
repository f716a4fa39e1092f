/**
 * Makes one file of each function's code, without docker: esbuild reads every entry at once, so that what they share is read
 * once. Beside the code lie `settings.json` (see config/settingsDocument.ts) and the folders the function asks for. A folder
 * depends on nothing but sources and configuration: what did not change is not uploaded again.
 */
import { build, type Metafile, type Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { FUNCTIONS, type FunctionName, functionNames } from './functionTable.ts';
import { leanBundle, withoutJsonSchema } from './leanBundle.ts';

/** Some dependencies are CommonJS and ask for `require` and their own place. */
export const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('');

const HANDLER_FILE = 'index.mjs';

/** What Lambda calls. */
export const HANDLER = 'index.handler';

export interface Bundle {
  readonly name: FunctionName;
  /** Holds the code and what lies beside it. */
  readonly folder: string;
  /** Of the code. */
  readonly bytes: number;
  /** Of everything in the folder: changes when any of it does. */
  readonly hash: string;
  /** Sources it was made of, from the project's root. */
  readonly inputs: readonly string[];
}

export type Bundles = ReadonlyMap<FunctionName, Bundle>;

export interface BundleOptions {
  /** The project's. */
  readonly root: string;
  /** Emptied first. */
  readonly outputFolder: string;
  /** Written beside each function's code. */
  readonly settings: Readonly<Record<string, unknown>>;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.sort()) hash.update(relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex');
}

function bundleOf(name: FunctionName, folder: string, outputs: Metafile['outputs']): Bundle {
  const suffix = `${basename(folder)}/${HANDLER_FILE}`;
  const [, output] = Object.entries(outputs).find(([file]) => file.endsWith(suffix)) ?? [];
  if (output === undefined) throw new Error(`esbuild made no code of ${name}`);
  return { name, folder, bytes: output.bytes, hash: hashOf(folder), inputs: Object.keys(output.inputs) };
}

/** Answers with the document of the API, which says what its schemas are. */
const TELLS_SCHEMAS: readonly FunctionName[] = ['openApi'];

async function codeOf(
  names: readonly FunctionName[],
  { root, outputFolder }: Pick<BundleOptions, 'root' | 'outputFolder'>,
  plugins: Plugin[],
): Promise<Metafile['outputs']> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: FUNCTIONS[name].entry, out: `${name}/index` })),
    outdir: outputFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    charset: 'utf8',
    legalComments: 'none',
    plugins,
    metafile: true,
    logLevel: 'error',
  });
  return metafile.outputs;
}

/** Throws where a source cannot be bundled; esbuild has then said why on stderr. */
export async function bundleFunctions({ root, outputFolder, settings }: BundleOptions): Promise<Bundles> {
  rmSync(outputFolder, { recursive: true, force: true });
  const names = functionNames();
  const others = names.filter((name) => !TELLS_SCHEMAS.includes(name));
  const outputs = {
    ...(await codeOf(TELLS_SCHEMAS, { root, outputFolder }, [leanBundle])),
    ...(await codeOf(others, { root, outputFolder }, [leanBundle, withoutJsonSchema])),
  };
  const bundles = names.map((name): [FunctionName, Bundle] => {
    const folder = join(outputFolder, name);
    const { files = [] } = FUNCTIONS[name];
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    for (const beside of files)
      cpSync(join(root, beside), join(folder, basename(beside)), { recursive: true });
    return [name, bundleOf(name, folder, outputs)];
  });
  return new Map(bundles);
}
