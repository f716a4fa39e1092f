/**
 * The part of the Amazon States Language that Perennial's state machines are written in, as types: JSONata mode only, six
 * kinds of state, and a time limit on everything that can hang. A machine is a plain object of these types, which is
 * deployed as it is and run on one machine by local/stateMachine, so both read the same definition.
 * Reference: https://states-language.net/spec.html and the Step Functions developer guide.
 */
import type { Json } from '../core/json.ts';

/** `{% … %}`: JSONata over `$states` and the variables assigned so far. */
export type Expression = `{%${string}%}`;

/** JSON in which every string of the form `{% … %}` stands for what it evaluates to. */
export type Template = Json;

/** Values of variables to set, by name without `$`; all are evaluated before any is set. */
export type Assignments = { readonly [variable: string]: Template };

export interface Retrier {
  readonly Comment?: string;
  /** Error names; `States.ALL` stands alone and in the last retrier. */
  readonly ErrorEquals: readonly string[];
  /** Before the first retry; 1 by default. */
  readonly IntervalSeconds?: number;
  /** Retries after the first attempt; 3 by default. */
  readonly MaxAttempts?: number;
  /** The interval grows by this factor with every retry; 2 by default. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  /** FULL waits for a random share of the delay. */
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly Comment?: string;
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  /** May read `$states.errorOutput`, as may `Output`. */
  readonly Assign?: Assignments;
  /** `{ Error, Cause }` by default. */
  readonly Output?: Template;
}

interface AnyState {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONata';
}

/** Exactly one of the two. */
interface Onward {
  readonly Next?: string;
  readonly End?: true;
}

interface Recovering {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

interface Yielding {
  readonly Assign?: Assignments;
  readonly Output?: Template;
}

export interface TaskState extends AnyState, Onward, Recovering, Yielding {
  readonly Type: 'Task';
  /**
   * `${LogicalName}` of a function or its ARN, called with `Arguments`; or `arn:aws:states:::lambda:invoke`, whose
   * `Arguments` are `{ FunctionName, Payload }`.
   */
  readonly Resource: string;
  /** The state's input by default. */
  readonly Arguments?: Template;
  readonly TimeoutSeconds: number;
}

export interface ChoiceRule {
  readonly Comment?: string;
  /** Must evaluate to true or false. */
  readonly Condition: Expression;
  readonly Next: string;
  readonly Assign?: Assignments;
  readonly Output?: Template;
}

export interface ChoiceState extends AnyState, Yielding {
  readonly Type: 'Choice';
  /** The first whose condition holds decides; its own `Assign` and `Output` then stand in for the state's. */
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface ItemProcessor extends StateGraph {
  readonly ProcessorConfig?:
    | { readonly Mode: 'INLINE' }
    | { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' | 'EXPRESS' };
}

export interface MapState extends AnyState, Onward, Recovering, Yielding {
  readonly Type: 'Map';
  /** What to map over; the state's input by default. Must come to an array. */
  readonly Items?: Expression | readonly Json[];
  /** The input of one item's run, with `$states.context.Map.Item.Index` and `.Value`; the item by default. */
  readonly ItemSelector?: Template;
  readonly ItemProcessor: ItemProcessor;
  /** 0, the default, sets no limit of its own. */
  readonly MaxConcurrency?: number | Expression;
  /** Only where the mode is DISTRIBUTED, as is the percentage (0 to 100). */
  readonly ToleratedFailureCount?: number | Expression;
  readonly ToleratedFailurePercentage?: number | Expression;
}

export interface PassState extends AnyState, Onward, Yielding {
  readonly Type: 'Pass';
}

export interface SucceedState extends AnyState {
  readonly Type: 'Succeed';
  readonly Output?: Template;
}

export interface FailState extends AnyState {
  readonly Type: 'Fail';
  /** Text or an expression that comes to text, as is `Cause`. */
  readonly Error?: string;
  readonly Cause?: string;
}

export type State = TaskState | ChoiceState | MapState | PassState | SucceedState | FailState;

export interface StateGraph {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
}

export interface StateMachine extends StateGraph {
  readonly Comment?: string;
  readonly QueryLanguage: 'JSONata';
  /** Of a whole execution. */
  readonly TimeoutSeconds: number;
}
