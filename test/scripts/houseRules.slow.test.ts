/**
 * Every rule of the house is broken once in a folder of its own, so that a rule which has quietly stopped firing (a tool
 * that lints nothing, a type-aware pass that does not run) is found out.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CONFIGS = ['.oxlintrc.json', '.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'];
const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A project of these files under our configuration. */
function aProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'house-'));
  made.push(root);
  for (const config of CONFIGS) copyFileSync(config, join(root, config));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function said(cwd: string, tool: string, args: string[]): string {
  const { stdout, stderr, error } = spawnSync(resolve('node_modules/.bin', tool), args, {
    cwd,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

const anyFile = (
  body: string,
): string => `export async function f(x: unknown, list: number[]): Promise<unknown> {
  await Promise.resolve();
  ${body}
  return [x, list];
}
type Kind = 'a' | 'b';
export const kinds: Kind[] = ['a'];
`;
const value = (expression: string): string => `export const value = (): unknown => ${expression};\n`;

/** Rule, folder, text of a file that breaks it there. */
const BREAKS: [string, string, string][] = [
  ...[
    ['no-floating-promises', 'f(1, []);'],
    ['no-misused-promises', 'list.forEach(async (n) => { await f(n, []); });'],
    ['no-explicit-any', 'const y: any = x; list.push(Number(y));'],
    ['consistent-type-assertions', 'list.push(x as number);'],
    ['no-non-null-assertion', 'list.push(list[0]!);'],
    ['switch-exhaustiveness-check', "switch (kinds[0] ?? 'a') { case 'a': return 1; }"],
    ['switch-exhaustiveness-check', "switch (kinds[0] ?? 'a') { case 'a': return 1; default: return 2; }"],
    ['only-throw-error', "if (list.length > 9) throw 'x';"],
    ['eqeqeq', 'if (list.length == 9) return 1;'],
    ['no-param-reassign', 'list = [];'],
  ].map(([rule = '', body = '']): [string, string, string] => [rule, 'functions', anyFile(body)]),
  ...[
    'Date.now()',
    'new Date()',
    'performance.now()',
    'process.pid',
    'setTimeout(() => 1, 1)',
    'fetch',
    'crypto',
  ].map((expression): [string, string, string] => ['no-restricted-globals', 'core', value(expression)]),
  ['no-restricted-properties', 'core', value('Math.random()')],
  ['no-console', 'core', value('console.log(1)')],
  ['no-restricted-imports', 'functions', "export { DatabaseSync } from 'node:sqlite';\n"],
  ['no-restricted-imports', 'functions', "export { DynamoDBClient } from '@aws-sdk/client-dynamodb';\n"],
];

const KEEPS: [string, string][] = [
  ['functions', anyFile("const one = ['a'] as const; list.push(one.length);")],
  ['local', value('[Date.now(), process.pid, Math.random(), console.log(1)]')],
  ['adapters', "export { DatabaseSync } from 'node:sqlite';\n"],
  ['adapters', "export { DynamoDBClient } from '@aws-sdk/client-dynamodb';\n"],
];

describe('lint', () => {
  const files = [
    ...BREAKS.map(([, folder, text], index) => ({ path: `${folder}/breaks${index}.ts`, text })),
    ...KEEPS.map(([folder, text], index) => ({ path: `${folder}/keeps${index}.ts`, text })),
  ];
  const broken = new Map<string, string[]>();

  beforeAll(() => {
    const project = aProject(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    for (const [, path = '', rule = ''] of said(project, 'oxlint', ['--format', 'unix']).matchAll(
      /^(\S+?):\d+:\d+: .*\(([\w-]+)\)\]$/gm,
    )) {
      broken.set(path, [...(broken.get(path) ?? []), rule]);
    }
  });

  it.each(BREAKS.map(([rule, folder, text], index) => ({ rule, folder, text, index })))(
    '$rule fires in $folder on $text',
    ({ rule, folder, index }) => {
      expect(broken.get(`${folder}/breaks${index}.ts`)).toContain(rule);
    },
  );

  it.each(KEEPS.map(([folder, text], index) => ({ folder, text, index })))(
    'nothing fires in $folder on $text',
    ({ folder, index }) => {
      expect(broken.get(`${folder}/keeps${index}.ts`)).toBeUndefined();
    },
  );
});

const FOLDERS = ['core', 'workflows', 'adapters', 'functions', 'local', 'infra', 'cli', 'console', 'test'];
const ALLOWED = new Set([
  'workflows>core',
  'adapters>core',
  ...['core', 'workflows', 'adapters'].map((to) => `functions>${to}`),
  ...['core', 'workflows', 'adapters', 'functions'].map((to) => `local>${to}`),
  'infra>workflows',
  ...['core', 'local'].map((to) => `cli>${to}`),
  ...FOLDERS.map((to) => `test>${to}`),
]);

function cruised(files: Readonly<Record<string, string>>): string {
  const folders = [...new Set(Object.keys(files).map((path) => dirname(path)))];
  return said(aProject(files), 'depcruise', ['--config', '.dependency-cruiser.mjs', ...folders]);
}

describe('import direction', () => {
  it('is as the folders say, for every pair of them', () => {
    const pairs = FOLDERS.flatMap((from) => FOLDERS.filter((to) => to !== from).map((to) => ({ from, to })));
    const leaves = FOLDERS.map((folder) => [`${folder}/leaf.ts`, 'export const leaf = 1;\n']);
    const imports = pairs.map(({ from, to }) => [
      `${from}/to_${to}.ts`,
      `import type { leaf } from '../${to}/leaf.ts';\nexport type Leaf = typeof leaf;\n`,
    ]);
    const output = cruised(Object.fromEntries([...leaves, ...imports]));
    const refused = pairs
      .filter(({ from, to }) => output.includes(`${from}-direction: ${from}/to_${to}.ts`))
      .map(({ from, to }) => `${from}>${to}`);
    const forbidden = pairs.map(({ from, to }) => `${from}>${to}`).filter((pair) => !ALLOWED.has(pair));
    expect(refused).toEqual(forbidden);
  });

  it.each([
    ['core-is-pure', { 'core/a.ts': "import 'node:fs';\n" }],
    ['core-is-pure', { 'core/a.ts': "import 'yaml';\n" }],
    ['console-runs-in-a-browser', { 'console/a.tsx': "import 'node:fs';\n" }],
    ['resolvable', { 'local/a.ts': "import './missing.ts';\n" }],
    [
      'no-cycle',
      {
        'local/a.ts': "import type { B } from './b.ts';\nexport type A = B | 1;\n",
        'local/b.ts': "import type { A } from './a.ts';\nexport type B = A | 2;\n",
      },
    ],
  ])('%s fires on %j', (rule, files) => {
    expect(cruised(files)).toContain(`error ${rule}:`);
  });

  it('lets core use zod, temporal-polyfill and libphonenumber-js', () => {
    expect(
      cruised({
        'core/a.ts': "import 'zod';\nimport 'temporal-polyfill';\nimport 'libphonenumber-js/min';\n",
      }),
    ).toContain('no dependency violations');
  });
});
