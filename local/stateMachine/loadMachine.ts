/**
 * Turns a definition into a machine that can be run, or refuses it with everything that is wrong with it. All expressions
 * are compiled here, once, so a mistake shows when the program starts and not in the night it is first reached.
 */
import type { StateMachine } from '../../workflows/asl.ts';
import { type CompiledExpressions, compile, isExpression } from './expression.ts';
import { brokenRules, statesWithin } from './machineRules.ts';
import { machineSchema } from './machineSchema.ts';
import { calledBy } from './resource.ts';
import { reasonOf } from './stateFailure.ts';

/** A definition that is not run. `problems` has one line for each thing that is wrong, where it is and what it is. */
export class MachineRefused extends Error {
  readonly code = 'machine-refused';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the state machine is refused:\n${problems.join('\n')}`);
    this.name = 'MachineRefused';
    this.problems = problems;
  }
}

export interface LoadedMachine {
  readonly definition: StateMachine;
  readonly expressions: CompiledExpressions;
  /** Names of the handlers its tasks call, each once, in order. */
  readonly handlers: readonly string[];
}

function* stringsWithin(value: unknown, path: string): Generator<{ path: string; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield* stringsWithin(child, path === '' ? key : `${path}.${key}`);
  }
}

function compileAll(definition: StateMachine, problems: string[]): CompiledExpressions {
  const compiled = new Map<string, ReturnType<typeof compile>>();
  for (const { path, text } of stringsWithin(definition, '')) {
    if (!text.startsWith('{%') || compiled.has(text)) continue;
    try {
      if (!isExpression(text)) throw new Error('an expression that begins with {% must end with %}');
      compiled.set(text, compile(text));
    } catch (error) {
      problems.push(`${path}: ${reasonOf(error)} in ${text}`);
    }
  }
  return compiled;
}

/** Throws `MachineRefused` when the definition is of another form, breaks a rule, or holds an expression that does not compile. */
export function loadMachine(definition: unknown): LoadedMachine {
  const parsed = machineSchema.safeParse(definition);
  if (!parsed.success) {
    throw new MachineRefused(
      parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`),
    );
  }
  const machine = parsed.data;
  const problems = brokenRules(machine);
  const expressions = compileAll(machine, problems);
  if (problems.length > 0) throw new MachineRefused(problems);
  const called = [...statesWithin(machine)].flatMap(({ state }) =>
    state.Type === 'Task' ? [calledBy(state)?.handler ?? ''] : [],
  );
  return { definition: machine, expressions, handlers: [...new Set(called)].sort() };
}
