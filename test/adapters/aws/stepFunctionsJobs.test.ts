import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { stepFunctionsJobs } from '../../../adapters/aws/stepFunctionsJobs.ts';

const sfn = mockClient(SFNClient);
const arn = (name: string) => `arn:aws:states:eu-central-1:123456789012:stateMachine:shop-${name}`;
const jobs = stepFunctionsJobs({
  client: new SFNClient({ region: 'eu-central-1' }),
  machines: {
    import: arn('import'),
    'lifecycle-evaluation': arn('evaluation'),
    'erase-customer': arn('erasure'),
  },
});
const metadata = { message: '', $metadata: {} };

beforeEach(() => {
  sfn.reset();
});

describe('jobs as executions', () => {
  it('start under the name they are given', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    const { id } = await jobs.start('import', { upload: 'uploads/u' }, 'import-orders-1');
    expect(id).toBe('import.import-orders-1');
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: arn('import'),
      name: 'import-orders-1',
      input: '{"upload":"uploads/u"}',
    });
  });

  it('are the same job under the same name', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(metadata));
    expect(await jobs.start('import', {}, 'again')).toEqual({ id: 'import.again' });
  });

  it('that could not be started are an error', async () => {
    sfn.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(jobs.start('import', {}, 'n')).rejects.toThrow('throttled');
    await expect(jobs.start('import', {}, 'no name at all')).rejects.toThrow('up to 80');
  });

  it.each([
    ['RUNNING', { kind: 'running' }],
    ['PENDING_REDRIVE', { kind: 'running' }],
    ['SUCCEEDED', { kind: 'done', result: { rows: 3 } }],
    ['FAILED', { kind: 'failed', error: 'ImportFailed', cause: 'why' }],
    ['TIMED_OUT', { kind: 'failed', error: 'ImportFailed', cause: 'why' }],
  ] as const)('are looked at: %s', async (status, state) => {
    sfn.on(DescribeExecutionCommand).resolves({
      status,
      output: '{"rows":3}',
      error: 'ImportFailed',
      cause: 'why',
    });
    expect(await jobs.look('lifecycle-evaluation.evaluation-1')).toEqual(state);
    expect(sfn.commandCalls(DescribeExecutionCommand)[0]?.args[0].input).toEqual({
      executionArn: 'arn:aws:states:eu-central-1:123456789012:execution:shop-evaluation:evaluation-1',
    });
  });

  it('an aborted one failed by that name', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ status: 'ABORTED' });
    expect(await jobs.look('import.x')).toEqual({ kind: 'failed', error: 'ABORTED', cause: '' });
  });

  it('that are unknown are null, and nothing is asked for an id no job has', async () => {
    sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist(metadata));
    expect(await jobs.look('import.x')).toBeNull();
    for (const id of ['', 'import', 'other.x', 'import.a:b', 'import.../x'])
      expect(await jobs.look(id)).toBeNull();
    expect(sfn.commandCalls(DescribeExecutionCommand)).toHaveLength(1);
  });
});
