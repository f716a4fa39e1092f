/**
 * The machines on the local runner and on an emulator of Step Functions that others wrote: the same input to functions that
 * answer the same, so output and effects must be the same. Items of a map run at once: what they call is compared as a set.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../core/canonicalJson.ts';
import type { Json } from '../../core/json.ts';
import type { StateGraph, StateMachine } from '../../workflows/asl.ts';
import { deployedThere, here, scaleWaits, type Told } from '../support/aws/bothRuntimes.ts';
import { emulatorEndpoint, isDeployed } from '../support/aws/deployed.ts';
import type { Call } from '../support/aws/scripted.ts';
import { PARITY_CASES } from './parityCases.ts';

/** By the function's resource, the map that calls it, where one does: its items run at once, so their calls have no order. */
function callersAtOnce({ States }: StateGraph, outermost?: string): Map<string, string> {
  const callers = new Map<string, string>();
  for (const [name, state] of Object.entries(States)) {
    if (state.Type === 'Task' && outermost !== undefined) callers.set(state.Resource, outermost);
    if (state.Type !== 'Map') continue;
    for (const [resource, map] of callersAtOnce(state.ItemProcessor, outermost ?? name))
      callers.set(resource, map);
  }
  return callers;
}

/** Calls one after the other stay in order; what a map called at once is put in one. */
function ordered(machine: StateMachine, calls: readonly Call[]): string[] {
  const callers = callersAtOnce(machine);
  const groups: string[][] = [];
  let last = '';
  for (const call of calls) {
    const caller = callers.get(`\${${call.name}}`) ?? call.name;
    if (caller !== last) groups.push([]);
    last = caller;
    groups.at(-1)?.push(`${call.name} ${canonicalJson(call.input)}`);
  }
  return groups.flatMap((group) => group.sort());
}

/** A cause is JSON in a text, which the emulator writes with blanks. */
function withoutBlanks(text: string): string {
  return text.replaceAll(/(\\*"):\s+/g, '$1:').replaceAll(/,\s+(\\*")/g, ',$1');
}

function comparable(machine: StateMachine, { ending, calls }: Told): Json {
  const said: Json = JSON.parse(withoutBlanks(canonicalJson({ ...ending })));
  return { ending: said, calls: ordered(machine, calls).map(withoutBlanks) };
}

describe.skipIf(!isDeployed)('on both runtimes (needs `npm run test:aws`)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-parity-'));
  beforeAll(() => scaleWaits(emulatorEndpoint(), 0));
  afterAll(async () => {
    await scaleWaits(emulatorEndpoint(), 1);
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(PARITY_CASES)('$what', async ({ machine, input, script }) => {
    const local = await here(machine, input, script);
    const remote = await deployedThere(machine, input, script, folder);
    expect(comparable(machine, remote)).toEqual(comparable(machine, local));
    expect(local.calls.length).toBeGreaterThan(0);
  });
});
