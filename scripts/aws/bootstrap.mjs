#!/usr/bin/env node
/**
 * Runs a bundled handler over the Lambda Runtime API, as Lambda's own Node runtime does. The emulator's Node runner loses the
 * names of errors, by which state machines decide whether to try again; over the Runtime API they arrive. Tokens' keys are
 * fetched from the user pool's public address: those requests go to the emulator. Each process that runs is written down with its
 * function's name, so that a test can end it.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { env } = process;
const api = `http://${env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const USER_POOLS = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\//;

const fetchAnywhere = globalThis.fetch;
globalThis.fetch = (target, options) => {
  const address = String(target instanceof Request ? target.url : target);
  return USER_POOLS.test(address)
    ? fetchAnywhere(address.replace(USER_POOLS, `${env.AWS_ENDPOINT_URL}/`), options)
    : fetchAnywhere(target, options);
};

const post = (path, body) => fetchAnywhere(`${api}${path}`, { method: 'POST', body: JSON.stringify(body) });

function told(error) {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] };
  const { name: errorType, message: errorMessage, stack } = error;
  return { errorType, errorMessage, ...(stack === undefined ? {} : { trace: stack.split('\n') }) };
}

async function loadHandler() {
  const [file, name] = env['_HANDLER'].split('.');
  const path = ['.mjs', '.js', '.cjs'].map((end) => join(env.LAMBDA_TASK_ROOT, file + end)).find(existsSync);
  const { [name]: handler } = await import(pathToFileURL(path).href);
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers.get('lambda-runtime-deadline-ms'));
  return {
    awsRequestId: headers.get('lambda-runtime-aws-request-id'),
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME ?? '',
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

if (env.PERENNIAL_WORKERS) {
  const mark = join(env.PERENNIAL_WORKERS, String(process.pid));
  writeFileSync(mark, env.AWS_LAMBDA_FUNCTION_NAME);
  process.once('exit', () => rmSync(mark, { force: true }));
  process.once('SIGTERM', () => process.exit(0));
}

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  console.error(error);
  await post('/init/error', told(error));
  process.exit(1);
}
for (;;) {
  const next = await fetchAnywhere(`${api}/invocation/next`).catch(() => null);
  if (next?.ok !== true) process.exit(0);
  const context = contextOf(next.headers);
  const event = await next.json();
  try {
    await post(`/invocation/${context.awsRequestId}/response`, (await handler(event, context)) ?? null);
  } catch (error) {
    console.error(error);
    await post(`/invocation/${context.awsRequestId}/error`, told(error));
  }
}
