/**
 * What keeps a function's code small: an esbuild plugin that leaves out of dependencies what a Lambda never runs. A cold start
 * reads and compiles all of a bundle, so this is time and not only bytes. Each rule only lets tree shaking see more; where a
 * dependency is written otherwise some day the rule finds nothing, and the test of sizes says so.
 */
import type { Plugin, PluginBuild } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files in which something is imported late. Found beforehand: each file esbuild asks about costs it a turn of waiting. */
function withImports(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return names
    .map((name) => join(folder, name))
    .filter((file) => readFileSync(file, 'utf8').includes('await import('));
}

function escaped(path: string): string {
  return path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/**
 * `await import('x')` of ours is for quick starts on one machine. In one file it saves nothing, and costs: esbuild keeps all of
 * what is imported so, and of what that imports.
 */
function importAtOnce(build: PluginBuild): void {
  const { absWorkingDir: root = '.' } = build.initialOptions;
  const ours = ['functions', 'adapters'].flatMap((folder) => withImports(join(root, folder)));
  const filter = new RegExp(
    [...ours.map(escaped), String.raw`@smithy[/\\]core[/\\].*[/\\]HttpProtocol\.js$`].join('|'),
  );
  build.onLoad({ filter }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const imports: string[] = [];
    const contents = source.replaceAll(/await import\(\s*['"]([^'"]+)['"]\s*\)/g, (_, from: string) => {
      imports.push(`import * as __imported${imports.length} from '${from}';`);
      return `__imported${imports.length - 1}`;
    });
    if (imports.length === 0) return null;
    return { contents: `${imports.join(' ')} ${contents}`, loader: path.endsWith('.ts') ? 'ts' : 'js' };
  });
}

/** Shapes of every operation of a service stay as long as esbuild cannot know that their computed keys are plain text. */
function plainKeys(build: PluginBuild): void {
  build.onLoad({ filter: /@aws-sdk[/\\].*[/\\]schemas_0\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const constants = new Map(
      [...source.matchAll(/^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name = '', text = '']) => [
        name,
        text,
      ]),
    );
    const contents = source.replaceAll(/\[(\w+)\]:/g, (key, name: string) => {
      const text = constants.get(name);
      return text === undefined ? key : `${text}:`;
    });
    return { contents, loader: 'js' };
  });
}

/** Modules in whose place others of ours stand, by the name they are imported under. */
const STANDING_IN = {
  // A function finds its credentials in its environment, never in profiles, sign-ins or metadata of a machine.
  '@aws-sdk/credential-provider-node': 'environmentCredentials.ts',
  // No operation that is called streams events.
  '@smithy/core/event-streams': 'noEventStreams.ts',
  // MJML's dependencies could fetch pages and guess their encodings; a template is text, and is compiled without a network.
  undici: 'notHere.ts',
  'iconv-lite': 'notHere.ts',
  'web-resource-inliner': 'notHere.ts',
} as const;

function standIns(build: PluginBuild): void {
  for (const [name, file] of Object.entries(STANDING_IN)) {
    const filter = new RegExp(`^${name.replaceAll('/', String.raw`\/`)}$`);
    build.onResolve({ filter }, () => ({ path: join(import.meta.dirname, 'standIns', file) }));
  }
}

/** Node brings the sums requests are signed and checked with: what the SDK would do without it is never asked. */
function sumsOfNode(build: PluginBuild): void {
  build.onLoad({ filter: /checksums?[/\\].*[/\\](?:Sha256|Sha1|Md5|Crc32)Node\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const contents = source.replace(/^import \{ (\w+Js) \} from "[^"]+";$/m, 'const $1 = undefined;');
    return { contents, loader: 'js' };
  });
}

/** The package's own entry for Node is CommonJS, of which nothing can be left out; the other is the same code as modules. */
function yamlAsModules(build: PluginBuild): void {
  build.onResolve({ filter: /^yaml$/ }, async ({ resolveDir }) => {
    const { path } = await build.resolve('yaml/package.json', { kind: 'require-resolve', resolveDir });
    return { path: join(dirname(path), 'browser', 'index.js'), sideEffects: false };
  });
}

/** Of a country's numbering plan the place of its patterns for display, three fifths of the table; numbers are kept as E.164. */
const DISPLAY_FORMATS = 4;

/** A number is read, checked and told its country without them. */
function phoneNumbersUnformatted(build: PluginBuild): void {
  build.onLoad({ filter: /libphonenumber-js[/\\]metadata\.min\.json\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const table = /export default (\{.*\});?\s*$/s.exec(source)?.[1];
    if (table === undefined) return null;
    const metadata: { readonly countries: Readonly<Record<string, unknown[]>> } = JSON.parse(table);
    for (const plan of Object.values(metadata.countries)) plan[DISPLAY_FORMATS] = 0;
    return { contents: `export default ${JSON.stringify(metadata)}`, loader: 'js' };
  });
}

/**
 * Zod's schemas carry what writes them down as JSON Schema. Only the function that answers with the document of the API does; in
 * others whoever asked would be told that it is left out.
 */
export const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  setup: (build) => {
    const filter = /zod[/\\]v4[/\\]core[/\\](?:json-schema-processors|to-json-schema)\.js$/;
    build.onLoad({ filter }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const declared = source.matchAll(/^export (?:const|function) (\w+)/gm);
      const renamed = source.matchAll(/^export \{ \w+ as (\w+) \};/gm);
      const names = [...declared, ...renamed].map(([, name = '']) => name);
      const leftOut =
        "const leftOut = () => () => { throw new Error('JSON Schema is left out of this bundle'); };";
      return {
        contents: `${leftOut}\nexport { ${names.map((name) => `leftOut as ${name}`).join(', ')} };`,
        loader: 'js',
      };
    });
  },
};

/** Routes, entries, memory and time are the stacks' to make; a function asks the table for its `needs` alone. */
function needsAlone(build: PluginBuild): void {
  build.onLoad({ filter: /[/\\]workflows[/\\]httpRoutes\.ts$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    return { contents: source.replaceAll(/: \[[^\]]*\]/g, ': []'), loader: 'ts' };
  });
  build.onLoad({ filter: /[/\\]workflows[/\\](?:evaluationF|f)unctions\.ts$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    return { contents: source.replaceAll(/^ +(?:entry|timeoutSeconds|memoryMb): .*,$/gm, ''), loader: 'ts' };
  });
}

export const leanBundle: Plugin = {
  name: 'lean-bundle',
  setup: (build) => {
    importAtOnce(build);
    plainKeys(build);
    standIns(build);
    sumsOfNode(build);
    yamlAsModules(build);
    phoneNumbersUnformatted(build);
    needsAlone(build);
  },
};
