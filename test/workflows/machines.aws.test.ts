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
import { deployedThere, here, scaleWaits, type Told } from '../support/aws/bothRuntimes.ts';
import { emulatorEndpoint, isDeployed } from '../support/aws/deployed.ts';
import type { Call } from '../support/aws/scripted.ts';
import { PARITY_CASES } from './parityCases.ts';

/** Calls of one function one after the other stay in order; what a map called at once is put in one. */
function ordered(calls: readonly Call[]): string[] {
  const groups: string[][] = [];
  let last = '';
  for (const call of calls) {
    if (call.name !== last) groups.push([]);
    last = call.name;
    groups.at(-1)?.push(`${call.name} ${canonicalJson(call.input)}`);
  }
  return groups.flatMap((group) => group.sort());
}

/** A cause is JSON in a text, which the emulator writes with blanks. */
function withoutBlanks(text: string): string {
  return text.replaceAll(/(\\*"):\s+/g, '$1:').replaceAll(/,\s+(\\*")/g, ',$1');
}

function comparable({ ending, calls }: Told): Json {
  const said: Json = JSON.parse(withoutBlanks(canonicalJson({ ...ending })));
  return { ending: said, calls: ordered(calls).map(withoutBlanks) };
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
    expect(comparable(remote)).toEqual(comparable(local));
    expect(local.calls.length).toBeGreaterThan(0);
  });
});
