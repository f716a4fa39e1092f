/**
 * What has to differ between the templates for AWS and those for the emulator, done to a synthesised assembly, so that
 * infra/ and workflows/ know nothing of emulators. All of it:
 * - a function of ours runs through `bootstrap.mjs` instead of Lambda's own Node runtime (see there);
 * - in a state machine, a `Succeed` with `Output` becomes a `Pass` that ends, which is the same (the emulator leaves `Output` of
 *   a `Succeed` out), and a distributed `Map` becomes an inline one (the emulator's distributed one reads neither `Items` nor
 *   `ItemSelector`), so that tolerated failures are not tried on the emulator.
 */
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const BOOTSTRAP = join(import.meta.dirname, 'bootstrap.mjs');

const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() }),
  ),
});
const assets = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional() }) })),
});
const nodeFunction = z.looseObject({
  Runtime: z.string().startsWith('nodejs'),
  Code: z.looseObject({ S3Key: z.string() }),
});
const machine = z.looseObject({ DefinitionString: z.string() });

type Properties = Record<string, unknown>;

export interface Adapted {
  readonly functions: number;
  /** States that were written otherwise. */
  readonly states: number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the state was written otherwise. */
function adaptState(state: Record<string, unknown>): boolean {
  if (state['Type'] === 'Succeed' && 'Output' in state) {
    Object.assign(state, { Type: 'Pass', End: true });
    return true;
  }
  const processor = state['ItemProcessor'];
  if (state['Type'] !== 'Map' || !isObject(processor)) return false;
  const config = processor['ProcessorConfig'];
  if (!isObject(config) || config['Mode'] !== 'DISTRIBUTED') return false;
  processor['ProcessorConfig'] = { Mode: 'INLINE' };
  for (const name of ['ToleratedFailureCount', 'ToleratedFailurePercentage', 'Label', 'ItemBatcher'])
    delete state[name];
  return true;
}

/** How many states were written otherwise, at every depth; `graph` is changed. */
export function adaptStates(graph: object): number {
  const states =
    'States' in graph && isObject(graph.States) ? Object.values(graph.States).filter(isObject) : [];
  return states.reduce((sum, state) => {
    const inner = isObject(state['ItemProcessor']) ? adaptStates(state['ItemProcessor']) : 0;
    return sum + inner + (adaptState(state) ? 1 : 0);
  }, 0);
}

function adaptMachine(properties: Properties): number {
  const read = machine.safeParse(properties);
  if (!read.success) throw new Error('the definition of a state machine is not one text');
  const definition: unknown = JSON.parse(read.data.DefinitionString);
  if (!isObject(definition)) throw new Error('the definition of a state machine is no object');
  const count = adaptStates(definition);
  properties['DefinitionString'] = JSON.stringify(definition);
  return count;
}

/** Folders of file assets by the name they are uploaded under. */
function foldersOf(assembly: string, stack: string): ReadonlyMap<string, string> {
  const file = join(assembly, `${stack}.assets.json`);
  if (!existsSync(file)) return new Map();
  const { files } = assets.parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(
    Object.entries(files).flatMap(([hash, { source }]) =>
      source.path === undefined ? [] : [[`${hash}.zip`, join(assembly, source.path)] as const],
    ),
  );
}

function adaptFunction(properties: Properties, folders: ReadonlyMap<string, string>): boolean {
  const read = nodeFunction.safeParse(properties);
  const folder = read.success ? folders.get(read.data.Code.S3Key) : undefined;
  if (folder === undefined || !existsSync(join(folder, 'index.mjs'))) return false;
  const bootstrap = join(folder, 'bootstrap');
  copyFileSync(BOOTSTRAP, bootstrap);
  chmodSync(bootstrap, 0o755);
  properties['Runtime'] = 'provided.al2023';
  return true;
}

function adaptTemplate(assembly: string, stack: string): Adapted {
  const file = join(assembly, `${stack}.template.json`);
  const read = template.parse(JSON.parse(readFileSync(file, 'utf8')));
  const folders = foldersOf(assembly, stack);
  let functions = 0;
  let states = 0;
  for (const { Type, Properties: properties } of Object.values(read.Resources)) {
    if (properties === undefined) continue;
    if (Type === 'AWS::Lambda::Function' && adaptFunction(properties, folders)) functions += 1;
    if (Type === 'AWS::StepFunctions::StateMachine') states += adaptMachine(properties);
  }
  writeFileSync(file, JSON.stringify(read, null, 1));
  return { functions, states };
}

/** Changes the assembly in place. Throws where it holds no function to run. */
export function adaptAssembly(assembly: string): Adapted {
  const stacks = readdirSync(assembly).flatMap((name) => /^(.+)\.template\.json$/.exec(name)?.[1] ?? []);
  const adapted = stacks.map((stack) => adaptTemplate(assembly, stack));
  const functions = adapted.reduce((sum, one) => sum + one.functions, 0);
  if (functions === 0) throw new Error('the assembly holds no function with an index.mjs');
  return { functions, states: adapted.reduce((sum, one) => sum + one.states, 0) };
}
