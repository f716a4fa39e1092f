/**
 * Failures that pass by themselves, and how a task is tried again after one: Lambda's own (the service, throttling, a lost
 * connection, a worker that ended or ran out of time or memory in the middle), throttling of the tables, a task that ran out of
 * time, and `TransientError`, the name a handler gives to anything else of that kind. Every task of the machines may be run
 * twice, so trying again is always safe; jitter keeps workers that failed together from coming back together.
 */
import type { Retrier } from './asl.ts';

export const TRANSIENT_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'InternalServerError',
  'States.Timeout',
  'TransientError',
] as const;

export const RETRY_TRANSIENT: readonly Retrier[] = [
  {
    ErrorEquals: TRANSIENT_ERRORS,
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 3,
    MaxDelaySeconds: 30,
    JitterStrategy: 'FULL',
  },
];
