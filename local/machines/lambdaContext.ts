/** The part of Lambda's context that middy and the handlers read, for handlers called in this process. */
import type { Context } from 'aws-lambda';

/* oxlint-disable typescript/no-deprecated -- the type asks for the three old callbacks still */
export function lambdaContext(name: string, remainingMs: () => number): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: '1024',
    awsRequestId: name,
    logGroupName: name,
    logStreamName: name,
    getRemainingTimeInMillis: remainingMs,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
