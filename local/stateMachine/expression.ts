/**
 * JSONata in state machines: which strings are expressions, compiling them once, and filling a template. An expression
 * may depend on `$states` and assigned variables only; one that reads a clock or rolls dice is refused when it is compiled,
 * so the same input runs the same way. Step Functions' own additions to JSONata are not offered here and refused likewise.
 */
import jsonata from 'jsonata';
import type { Json } from '../../core/json.ts';
import { reasonOf, StateFailure } from './stateFailure.ts';

export type Bindings = Readonly<Record<string, Json>>;
export type CompiledExpressions = ReadonlyMap<string, jsonata.Expression>;

const REFUSED_FUNCTIONS = new Set('now millis random uuid eval partition range hash parse'.split(' '));

export function isExpression(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

function* variablesOf(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'variable' && 'value' in node && typeof node.value === 'string') {
    yield node.value;
  }
  for (const child of Object.values(node)) yield* variablesOf(child);
}

/** Compiles `{% … %}`. Throws an Error that says why when it is no JSONata or calls what is not offered. */
export function compile(text: string): jsonata.Expression {
  const compiled = jsonata(text.slice(2, -2));
  for (const variable of variablesOf(compiled.ast())) {
    if (REFUSED_FUNCTIONS.has(variable)) throw new Error(`$${variable} is not offered in state machines`);
  }
  return compiled;
}

/** Largest input, result or output of a state, as Step Functions has it. */
const LARGEST_PAYLOAD_BYTES = 262_144;

/** A value as plain JSON; what JSON has no word for is left out or null. Throws `States.DataLimitExceeded`. */
export function asJson(value: unknown): Json {
  const text = JSON.stringify(value) ?? 'null';
  if (Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `${Buffer.byteLength(text)} bytes are over the limit of ${LARGEST_PAYLOAD_BYTES}`,
    );
  }
  const json: Json = JSON.parse(text);
  return json;
}

/** JSONata's functions, its own and those written in an expression, are values too; JSON has no word for them. */
function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  return '_jsonata_function' in value || '_jsonata_lambda' in value;
}

async function evaluate(text: string, compiled: CompiledExpressions, bindings: Bindings): Promise<Json> {
  const expression = compiled.get(text) ?? compile(text);
  let value: unknown;
  try {
    value = await expression.evaluate(undefined, bindings);
  } catch (error) {
    throw new StateFailure('States.QueryEvaluationError', `${text}: ${reasonOf(error)}`);
  }
  if (value === undefined || isFunction(value)) {
    throw new StateFailure('States.QueryEvaluationError', `${text} came to nothing`);
  }
  return asJson(value);
}

/**
 * Fills a template: every expression in it is replaced by its value. Throws `StateFailure` with
 * `States.QueryEvaluationError` when one fails or comes to nothing.
 */
export async function fill(template: Json, compiled: CompiledExpressions, bindings: Bindings): Promise<Json> {
  if (typeof template === 'string') {
    return isExpression(template) ? evaluate(template, compiled, bindings) : template;
  }
  if (typeof template !== 'object' || template === null) return template;
  if (isArray(template)) return Promise.all(template.map((item) => fill(item, compiled, bindings)));
  const entries = Object.entries(template).map(
    async ([key, value]): Promise<[string, Json]> => [key, await fill(value, compiled, bindings)],
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** `Array.isArray` for JSON, whose arrays are read-only. */
export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
