/**
 * Leaves out of a function's bundle what it does not use, and changes nothing of what it uses:
 *
 * - modules of this project of which nothing is used: none of them does anything by being loaded;
 * - descriptions of AWS operations nobody calls: they are plain arrays, which esbuild keeps only because it cannot see that
 *   making them has no effect;
 * - all but name and version of each AWS client's package file;
 * - the ways to credentials other than the environment, which is where Lambda puts those of the function's role.
 */
import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** `var X = [ … ];` at the beginning of a line, on one line or to a `];` of its own. */
const DESCRIPTION = /^((?:export )?var \w+\$? = )(\[[^\n]*\]|\[[^\n]*\n(?: {4}[^\n]*\n)*\]);$/gm;

const ENVIRONMENT_ONLY = "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';";
const packageFile = z.object({ name: z.string(), version: z.string() });

export function slimBundle(root: string): Plugin {
  return {
    name: 'slim-bundle',
    setup: (build) => {
      build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, kind }) =>
        kind === 'entry-point' ? null : { path: join(resolveDir, path), sideEffects: false },
      );
      build.onLoad({ filter: /@aws-sdk\/.*\/dist-es\/.*schemas\/schemas_\d+\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(DESCRIPTION, '$1/* @__PURE__ */ (() => $2)();'),
      }));
      build.onLoad({ filter: /@aws-sdk\/[^/]+\/package\.json$/ }, ({ path }) => ({
        contents: JSON.stringify(packageFile.parse(JSON.parse(readFileSync(path, 'utf8')))),
        loader: 'json',
      }));
      build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
        path: 'credentials',
        namespace: 'slim-bundle',
      }));
      build.onLoad({ filter: /^credentials$/, namespace: 'slim-bundle' }, () => ({
        contents: ENVIRONMENT_ONLY,
        resolveDir: root,
      }));
    },
  };
}
