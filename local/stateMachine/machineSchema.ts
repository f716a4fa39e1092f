/**
 * What a state machine must look like to be run here, field by field: the types of workflows/asl.ts, strictly. A state of
 * another type or a field that is not named is refused, so nothing in a definition is silently ignored. How states hang
 * together is checked in machineRules.ts.
 */
import * as z from 'zod';
import type { Expression, ItemProcessor, State, StateMachine } from '../../workflows/asl.ts';

const KNOWN_TYPES = ['Task', 'Choice', 'Map', 'Pass', 'Succeed', 'Fail'] as const;

const expression: z.ZodType<Expression> = z.templateLiteral(['{%', z.string(), '%}']);
const name = z.string().min(1).max(80);
const template = z.json();
const assignments = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,79}$/), template);
const errorNames = z.array(z.string().min(1)).min(1);

const anyState = { Comment: z.string().exactOptional(), QueryLanguage: z.literal('JSONata').exactOptional() };
const onward = { Next: name.exactOptional(), End: z.literal(true).exactOptional() };
const yielding = { Assign: assignments.exactOptional(), Output: template.exactOptional() };

const retrier = z.strictObject({
  Comment: z.string().exactOptional(),
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1).max(31_622_400).exactOptional(),
  MaxAttempts: z.int().min(0).max(99_999_999).exactOptional(),
  BackoffRate: z.number().min(1).exactOptional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).exactOptional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).exactOptional(),
});

const catcher = z.strictObject({
  Comment: z.string().exactOptional(),
  ErrorEquals: errorNames,
  Next: name,
  ...yielding,
});

const recovering = { Retry: z.array(retrier).exactOptional(), Catch: z.array(catcher).exactOptional() };

const timeoutSeconds = z.int('every Task and every machine states its TimeoutSeconds').min(1).max(99_999_999);

const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string().min(1),
  Arguments: template.exactOptional(),
  TimeoutSeconds: timeoutSeconds,
  ...anyState,
  ...onward,
  ...recovering,
  ...yielding,
});

const choiceRule = z.strictObject({
  Comment: z.string().exactOptional(),
  Condition: expression,
  Next: name,
  ...yielding,
});

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(choiceRule).min(1),
  Default: name.exactOptional(),
  ...anyState,
  ...yielding,
});

const processorConfig = z.union([
  z.strictObject({ Mode: z.literal('INLINE') }),
  z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.enum(['STANDARD', 'EXPRESS']) }),
]);

const itemProcessor: z.ZodType<ItemProcessor> = z.lazy(() =>
  z.strictObject({
    ProcessorConfig: processorConfig.exactOptional(),
    StartAt: name,
    States: z.record(name, state),
  }),
);

const map = z.strictObject({
  Type: z.literal('Map'),
  Items: z.union([expression, z.array(template)]).exactOptional(),
  ItemSelector: template.exactOptional(),
  ItemProcessor: itemProcessor,
  MaxConcurrency: z.union([z.int().min(0), expression]).exactOptional(),
  ToleratedFailureCount: z.union([z.int().min(0), expression]).exactOptional(),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), expression]).exactOptional(),
  ...anyState,
  ...onward,
  ...recovering,
  ...yielding,
});

const pass = z.strictObject({ Type: z.literal('Pass'), ...anyState, ...onward, ...yielding });
const succeed = z.strictObject({
  Type: z.literal('Succeed'),
  Output: template.exactOptional(),
  ...anyState,
});
const fail = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().exactOptional(),
  Cause: z.string().exactOptional(),
  ...anyState,
});

const state: z.ZodType<State> = z.discriminatedUnion('Type', [task, choice, map, pass, succeed, fail], {
  error: (issue) =>
    issue.code === 'invalid_union' ? `the Type must be one of ${KNOWN_TYPES.join(', ')}` : undefined,
});

export const machineSchema: z.ZodType<StateMachine> = z.strictObject({
  Comment: z.string().exactOptional(),
  QueryLanguage: z.literal('JSONata', 'only machines in JSONata mode are run'),
  TimeoutSeconds: timeoutSeconds,
  StartAt: name,
  States: z.record(name, state),
});
