/** Executions of state machines on the emulator, from their start to their end. */
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Json } from '../../../core/json.ts';
import { eventually } from '../processes.ts';

export type Ending =
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

const sfn = new SFNClient({});

/** ARN of a machine by its name. */
export async function machineArn(name: string): Promise<string> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const found = stateMachines.find((one) => one.name === name)?.stateMachineArn;
  if (found === undefined)
    throw new Error(`no machine ${name} among ${stateMachines.map((one) => one.name).join(', ')}`);
  return found;
}

/** Starts one; its ARN. */
export async function start(stateMachineArn: string, input: Json, name?: string): Promise<string> {
  const more = name === undefined ? {} : { name };
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), ...more }),
  );
  return executionArn ?? '';
}

/** Waits for it. */
export async function endingOf(executionArn: string, seconds = 60): Promise<Ending> {
  const seen = await eventually(
    () => sfn.send(new DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== 'RUNNING',
    seconds,
  );
  if (seen.status === 'SUCCEEDED') {
    const output: Json = JSON.parse(seen.output ?? 'null');
    return { kind: 'succeeded', output };
  }
  return { kind: 'failed', error: seen.error ?? seen.status ?? '', cause: seen.cause ?? '' };
}

export async function run(stateMachineArn: string, input: Json, seconds?: number): Promise<Ending> {
  return endingOf(await start(stateMachineArn, input), seconds);
}

/** Output of one that must end well. */
export async function outputOf(stateMachineArn: string, input: Json, seconds?: number): Promise<Json> {
  const ending = await run(stateMachineArn, input, seconds);
  if (ending.kind === 'failed') throw new Error(`the execution failed: ${ending.error}: ${ending.cause}`);
  return ending.output;
}

/** Statuses of all executions of a machine, the newest first. */
export async function statusesOf(stateMachineArn: string): Promise<string[]> {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions.map(({ status }) => status ?? '');
}
