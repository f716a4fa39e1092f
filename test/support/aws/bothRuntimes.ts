/**
 * One state machine, run on the local runner and on the emulator with functions that follow the same script: what went in,
 * what came out, and which function was called with what, in order.
 */
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../core/json.ts';
import type { TaskHandler } from '../../../local/stateMachine/execution.ts';
import { loadMachine } from '../../../local/stateMachine/loadMachine.ts';
import { runMachine } from '../../../local/stateMachine/runMachine.ts';
import { adaptStates } from '../../../scripts/aws/emulatorAssembly.ts';
import type { StateMachine } from '../../../workflows/asl.ts';
import { virtualClock } from '../../local/stateMachine/virtualClock.ts';
import { type Ending, endingOf, start } from './executions.ts';
import { answer, type Call, type Script } from './scripted.ts';
import { zipOf } from './zipFile.ts';

/** On both: a machine may tell its functions. */
const EXECUTION = 'parity';
const ROLE = 'arn:aws:iam::000000000000:role/stub';
const BOOTSTRAP = join(import.meta.dirname, '..', '..', '..', 'scripts', 'aws', 'bootstrap.mjs');

export interface Told {
  readonly ending: Ending;
  readonly calls: readonly Call[];
}

const lambda = new LambdaClient({});
const sfn = new SFNClient({});
let runs = 0;

/** On the local runner; waits take no time. */
export async function here(machine: StateMachine, input: Json, script: Script): Promise<Told> {
  const calls: Call[] = [];
  const handlerOf = (name: string): TaskHandler => {
    return async (given) => {
      const earlier = [...calls];
      calls.push({ name, input: given });
      return answer(script, { name, input: given }, earlier);
    };
  };
  const handlers = Object.fromEntries(Object.keys(script).map((name) => [name, handlerOf(name)]));
  const surroundings = { handlers, clock: virtualClock(), chance: () => 0.5 };
  const ended = await runMachine(loadMachine(machine), { name: EXECUTION, input }, surroundings);
  if (ended.kind === 'succeeded') return { ending: { kind: 'succeeded', output: ended.output }, calls };
  const { error, cause } = ended.kind === 'failed' ? ended : { error: 'States.Timeout', cause: '' };
  return { ending: { kind: 'failed', error, cause }, calls };
}

interface Stub {
  readonly run: string;
  readonly scriptFile: string;
  readonly callsFile: string;
}

/** ARN of a function of this name that follows the script. */
async function stubOf(name: string, { run: of, scriptFile, callsFile }: Stub): Promise<string> {
  const files = {
    bootstrap: readFileSync(BOOTSTRAP, 'utf8'),
    'index.mjs': readFileSync(join(import.meta.dirname, 'stubFunction.mjs'), 'utf8'),
    'scripted.ts': readFileSync(join(import.meta.dirname, 'scripted.ts'), 'utf8'),
  };
  const variables = { STUB_NAME: name, STUB_SCRIPT: scriptFile, STUB_CALLS: callsFile };
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: `stub-${of}-${name}`,
      Runtime: 'provided.al2023',
      Handler: 'index.handler',
      Role: ROLE,
      Timeout: 30,
      Code: { ZipFile: zipOf(files) },
      Environment: { Variables: variables },
    }),
  );
  return FunctionArn ?? '';
}

/** Seconds a machine waits before it tries again, by how much they are shortened on the emulator. */
export async function scaleWaits(endpoint: string, scale: number): Promise<void> {
  const body = JSON.stringify({ 'stepfunctions._SFN_WAIT_SCALE': scale });
  await fetch(`${endpoint}/_ministack/config`, { method: 'POST', body });
}

/** On the emulator, as it is deployed there; `folder` for the script and the calls. */
export async function deployedThere(
  machine: StateMachine,
  input: Json,
  script: Script,
  folder: string,
): Promise<Told> {
  runs += 1;
  const name = `${process.pid}-${runs}`;
  const stub = {
    run: name,
    scriptFile: join(folder, `${name}.json`),
    callsFile: join(folder, `${name}.ndjson`),
  };
  writeFileSync(stub.scriptFile, JSON.stringify(script));
  const copy = structuredClone(machine);
  adaptStates(copy);
  let definition = JSON.stringify(copy);
  for (const called of Object.keys(script))
    definition = definition.replaceAll(`\${${called}}`, await stubOf(called, stub));
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: `parity-${name}`, definition, roleArn: ROLE }),
  );
  const ending = await endingOf(await start(stateMachineArn ?? '', input, EXECUTION));
  const lines = existsSync(stub.callsFile) ? readFileSync(stub.callsFile, 'utf8').trim().split('\n') : [];
  return { ending, calls: lines.map((line): Call => JSON.parse(line)) };
}
