/** The state machine `import` on the local runner with its real tasks, over blobs in memory. */
import { memoryBlobs } from '../../adapters/memory/memoryBlobs.ts';
import type { Blobs } from '../../core/blobs.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { importFinish } from '../../functions/importFinish/handler.ts';
import { importPart } from '../../functions/importPart/handler.ts';
import { importPlan } from '../../functions/importPlan/handler.ts';
import { importRecordFailure } from '../../functions/importRecordFailure/handler.ts';
import type { Container } from '../../functions/shared/container.ts';
import type { ImportKind } from '../../functions/shared/import/reading.ts';
import { lambdaContext } from '../../local/machines/lambdaContext.ts';
import type { TaskHandler } from '../../local/stateMachine/execution.ts';
import { loadMachine } from '../../local/stateMachine/loadMachine.ts';
import { type ExecutionEnding, runMachine } from '../../local/stateMachine/runMachine.ts';
import { importFile } from '../../workflows/importFile.ts';
import { virtualClock } from '../local/stateMachine/virtualClock.ts';

const machine = loadMachine(importFile);

export interface ImportWorld {
  readonly container: Container;
  readonly blobs: Blobs & { readonly keys: () => string[] };
  /** Small ones, so that small files have several. */
  readonly partBytes?: number;
  readonly pageRows?: number;
}

export function importWorld(container: Container, sizes: Partial<ImportWorld> = {}): ImportWorld {
  return { container, blobs: memoryBlobs(() => 0), partBytes: 200, pageRows: 5, ...sizes };
}

export interface ImportAsked {
  readonly kind: ImportKind;
  readonly content: string | Uint8Array;
  readonly options: JsonObject;
  /** The execution. Default `run`. */
  readonly run?: string;
  readonly remainingMs?: () => number;
}

export const UPLOAD = 'uploads/1';

/** The tasks as the machine calls them. */
export function importTasks(
  world: ImportWorld,
  remainingMs: () => number = () => 900_000,
): Record<string, TaskHandler> {
  const at = () => lambdaContext('import', remainingMs);
  const [plan, part, finish] = [importPlan(world), importPart(world), importFinish(world)];
  const recordFailure = importRecordFailure(world.container);
  return {
    ImportPlan: (input) => plan(input, at()),
    ImportPart: (input) => part(input, at()),
    ImportFinish: (input) => finish(input, at()),
    ImportRecordFailure: (input) => recordFailure(input, at()),
  };
}

export async function runImport(
  world: ImportWorld,
  { kind, content, options, run = 'run', remainingMs }: ImportAsked,
  tasks: Record<string, TaskHandler> = importTasks(world, remainingMs),
): Promise<ExecutionEnding> {
  await world.blobs.write(UPLOAD, content);
  return runMachine(
    machine,
    { name: run, input: { kind, upload: UPLOAD, options } },
    { handlers: tasks, clock: virtualClock(), chance: () => 0.5 },
  );
}

/** The report. Throws where the import did not succeed. */
export async function importByMachine(world: ImportWorld, asked: ImportAsked): Promise<Json> {
  const ending = await runImport(world, asked);
  if (ending.kind !== 'succeeded') throw new Error(`did not succeed: ${JSON.stringify(ending)}`);
  return ending.output;
}

/** Refused rows of the report of a run. */
export async function rejectsOf({ blobs }: ImportWorld, run = 'run'): Promise<unknown[]> {
  const text = (await blobs.text(`imports/${run}/rejects.ndjson`))?.text ?? '';
  return text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}
