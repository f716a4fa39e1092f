/** Runs one of the system's state machines with the real clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chance } from '../../core/chance.ts';
import type { Json } from '../../core/json.ts';
import type { Clock, TaskHandler } from '../stateMachine/execution.ts';
import type { LoadedMachine } from '../stateMachine/loadMachine.ts';
import { type ExecutionEnding, runMachine } from '../stateMachine/runMachine.ts';

const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal, ref: false });
  },
};

/** One execution of a machine on this machine's clock. */
export function runMachineHere(
  machine: LoadedMachine,
  handlers: Readonly<Record<string, TaskHandler>>,
  execution: { readonly name: string; readonly input: Json },
): Promise<ExecutionEnding> {
  return runMachine(machine, execution, { handlers, clock, chance: (...names) => chance(1, ...names) });
}
