/**
 * How the states of a machine must hang together, beyond the form of each: transitions lead somewhere, every state can be
 * reached, names are unique, retriers and catchers are in an order that can be heard, inner variables hide no outer ones.
 * What breaks a rule is said in words; nothing is thrown.
 */
import type { ItemProcessor, State, StateGraph } from '../../workflows/asl.ts';
import { calledBy } from './resource.ts';

/** A state with where it stands: `Drain.DrainShards` is a state within the Map state `Drain`. */
export interface PlacedState {
  readonly path: string;
  readonly name: string;
  readonly state: State;
}

/** Every state of a machine, those within Map states included. */
export function* statesWithin(graph: StateGraph, prefix = ''): Generator<PlacedState> {
  for (const [name, state] of Object.entries(graph.States)) {
    yield { path: `${prefix}${name}`, name, state };
    if (state.Type === 'Map') yield* statesWithin(state.ItemProcessor, `${prefix}${name}.`);
  }
}

function targetsOf(state: State): string[] {
  const onward = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  const caught = 'Catch' in state ? (state.Catch ?? []).map((one) => one.Next) : [];
  if (state.Type !== 'Choice') return [...onward, ...caught];
  const otherwise = state.Default === undefined ? [] : [state.Default];
  return [...state.Choices.map((rule) => rule.Next), ...otherwise];
}

function* brokenTransitions(graph: StateGraph, prefix: string): Generator<string> {
  const reached = new Set([graph.StartAt]);
  const exists = (name: string): boolean => Object.hasOwn(graph.States, name);
  if (!exists(graph.StartAt)) yield `${prefix}StartAt: no state "${graph.StartAt}"`;
  for (const name of reached) {
    const state = exists(name) ? graph.States[name] : undefined;
    for (const target of state === undefined ? [] : targetsOf(state)) {
      if (!exists(target)) yield `${prefix}${name}: leads to no state "${target}"`;
      reached.add(target);
    }
  }
  for (const [name, state] of Object.entries(graph.States)) {
    if (!reached.has(name)) yield `${prefix}${name}: is never reached`;
    if (state.Type === 'Map') yield* brokenTransitions(state.ItemProcessor, `${prefix}${name}.`);
  }
}

function* brokenOrder(lists: readonly { readonly ErrorEquals: readonly string[] }[]): Generator<string> {
  for (const [index, { ErrorEquals }] of lists.entries()) {
    if (!ErrorEquals.includes('States.ALL')) continue;
    if (ErrorEquals.length > 1) yield 'States.ALL stands alone in its ErrorEquals';
    if (index < lists.length - 1) yield 'States.ALL stands in the last place';
  }
}

function isDistributed({ ProcessorConfig }: ItemProcessor): boolean {
  return ProcessorConfig?.Mode === 'DISTRIBUTED';
}

function* brokenState(state: State): Generator<string> {
  if (state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Pass') {
    if ((state.Next === undefined) === (state.End === undefined)) yield 'has either Next or End';
  }
  if (state.Type === 'Task' || state.Type === 'Map') {
    yield* brokenOrder(state.Retry ?? []);
    yield* brokenOrder(state.Catch ?? []);
  }
  if (state.Type === 'Task' && calledBy(state) === null) yield `no function is called by "${state.Resource}"`;
  if (state.Type === 'Map' && !isDistributed(state.ItemProcessor)) {
    const tolerates = state.ToleratedFailureCount ?? state.ToleratedFailurePercentage;
    if (tolerates !== undefined) yield 'failures are tolerated where the Mode is DISTRIBUTED only';
  }
}

function variablesSetBy(state: State): string[] {
  const lists = [
    'Assign' in state ? state.Assign : undefined,
    ...('Catch' in state ? (state.Catch ?? []).map((one) => one.Assign) : []),
    ...(state.Type === 'Choice' ? state.Choices.map((one) => one.Assign) : []),
  ];
  return lists.flatMap((assign) => Object.keys(assign ?? {}));
}

function* brokenVariables(graph: StateGraph, outer: ReadonlySet<string>, prefix: string): Generator<string> {
  const own = new Set(Object.values(graph.States).flatMap(variablesSetBy));
  for (const variable of own) {
    if (variable === 'states') yield `${prefix}Assign: $states is the language's own`;
    if (outer.has(variable)) yield `${prefix}Assign: $${variable} is a variable outside already`;
  }
  for (const [name, state] of Object.entries(graph.States)) {
    if (state.Type !== 'Map') continue;
    const visible = isDistributed(state.ItemProcessor) ? new Set<string>() : new Set([...outer, ...own]);
    yield* brokenVariables(state.ItemProcessor, visible, `${prefix}${name}.`);
  }
}

/** Every rule that a machine breaks, as `<state>: <what is wrong>`; empty when it may run. */
export function brokenRules(machine: StateGraph): string[] {
  const states = [...statesWithin(machine)];
  const names = states.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  return [
    ...brokenTransitions(machine, ''),
    ...repeated.map((name) => `${name}: the name is taken by another state`),
    ...states.flatMap(({ path, state }) => [...brokenState(state)].map((what) => `${path}: ${what}`)),
    ...brokenVariables(machine, new Set(), ''),
  ];
}
