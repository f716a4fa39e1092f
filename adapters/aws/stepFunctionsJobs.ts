/**
 * Jobs as executions of state machines. An execution is known by its name, which Step Functions takes once within 90 days: the
 * same name again is the execution there is, so whoever lost the answer asks again. A job's id is the machine and that name.
 */
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { JOB_NAMES, type JobName, type Jobs, type JobState } from '../../core/jobs.ts';
import type { Json } from '../../core/json.ts';

export interface JobsOptions {
  readonly client: SFNClient;
  /** ARNs of the machines; one that is not named is not started. */
  readonly machines: Readonly<Partial<Record<JobName, string>>>;
}

export interface SfnClientOptions {
  readonly region?: string;
  readonly endpoint?: string;
}

/** Starting by name may be repeated, and so may looking. */
export function sfnClient({ region, endpoint }: SfnClientOptions = {}): SFNClient {
  return new SFNClient({
    retryMode: 'standard',
    maxAttempts: 4,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

const EXECUTION_NAME = /^[\w-]{1,80}$/;

/** `arn:…:stateMachine:<name>` → `arn:…:execution:<name>:<execution>`. */
function executionArn(machine: string, execution: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:${execution}`;
}

function arnOf(machines: JobsOptions['machines'], name: JobName): string {
  const arn = machines[name];
  if (arn === undefined)
    throw new Error(`this function does not start ${name}: see its needs in workflows/functions.ts`);
  return arn;
}

/** `<job name>.<execution name>`: no ARN, so that nobody learns of the account. */
function partsOf(id: string): { name: JobName; execution: string } | null {
  const dot = id.indexOf('.');
  const name = JOB_NAMES.find((one) => one === id.slice(0, dot));
  const execution = id.slice(dot + 1);
  return name === undefined || !EXECUTION_NAME.test(execution) ? null : { name, execution };
}

function resultOf(output: string | undefined): Json {
  const result: Json = output === undefined ? null : JSON.parse(output);
  return result;
}

function stateOf({ status, output, error, cause }: DescribeExecutionCommandOutput): JobState {
  switch (status) {
    case 'SUCCEEDED':
      return { kind: 'done', result: resultOf(output) };
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return { kind: 'failed', error: error ?? status, cause: cause ?? '' };
    case 'RUNNING':
    case 'PENDING_REDRIVE':
    case undefined:
      return { kind: 'running' };
  }
}

/** Throws what the SDK throws where the service cannot be reached or permission is missing. */
export function stepFunctionsJobs({ client, machines }: JobsOptions): Jobs {
  return {
    async start(name, input, executionName) {
      if (!EXECUTION_NAME.test(executionName))
        throw new Error('a job is named by up to 80 letters, digits, hyphens and underscores');
      const start = new StartExecutionCommand({
        stateMachineArn: arnOf(machines, name),
        name: executionName,
        input: JSON.stringify(input),
      });
      try {
        await client.send(start);
      } catch (failure) {
        if (!(failure instanceof ExecutionAlreadyExists)) throw failure;
      }
      return { id: `${name}.${executionName}` };
    },
    async look(id) {
      const parts = partsOf(id);
      if (parts === null) return null;
      const describe = new DescribeExecutionCommand({
        executionArn: executionArn(arnOf(machines, parts.name), parts.execution),
      });
      try {
        return stateOf(await client.send(describe));
      } catch (failure) {
        if (failure instanceof ExecutionDoesNotExist) return null;
        throw failure;
      }
    },
  };
}
