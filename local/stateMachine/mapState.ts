/**
 * One attempt at a Map: every item runs the inner states on its own, so many at a time. Without tolerance the first failure
 * keeps further items from starting, those under way are waited for, and the Map fails with the failure of the lowest item;
 * with it, failures are counted and their items left out of the result. Results and trace are in the order of the items,
 * whatever order they ended in.
 */
import type { Json } from '../../core/json.ts';
import type { Expression, MapState, StateGraph } from '../../workflows/asl.ts';
import { type Execution, fillIn, type Scope, type Visit } from './execution.ts';
import { asJson, isArray } from './expression.ts';
import { StateFailure } from './stateFailure.ts';

/** As many items of an inline Map as Step Functions runs at once. */
const MOST_INLINE = 40;
const MOST_DISTRIBUTED = 10_000;

export type RunStates = (graph: StateGraph, input: Json, scope: Scope, execution: Execution) => Promise<Json>;

type ItemEnding =
  | { readonly kind: 'done'; readonly output: Json }
  | { readonly kind: 'failed'; readonly failure: StateFailure };

async function itemsOf(state: MapState, visit: Visit): Promise<readonly Json[]> {
  const items = state.Items === undefined ? visit.input : await fillIn(visit, state.Items);
  if (!isArray(items)) throw new StateFailure('States.QueryEvaluationError', 'Items must come to an array');
  return items;
}

async function numberOf(value: number | Expression | undefined, visit: Visit): Promise<number | null> {
  if (value === undefined) return null;
  const filled = typeof value === 'number' ? value : await fillIn(visit, value);
  if (typeof filled !== 'number' || filled < 0) {
    throw new StateFailure('States.QueryEvaluationError', `${value} must come to a number from 0`);
  }
  return filled;
}

/** Failures that may happen without failing the Map; each limit given must hold. */
async function toleratedFailures(state: MapState, visit: Visit, items: number): Promise<number> {
  const count = await numberOf(state.ToleratedFailureCount, visit);
  const percentage = await numberOf(state.ToleratedFailurePercentage, visit);
  if (count === null && percentage === null) return 0;
  return Math.min(count ?? items, Math.floor((items * (percentage ?? 100)) / 100));
}

function isDistributed(state: MapState): boolean {
  return state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
}

async function runItem(
  state: MapState,
  visit: Visit,
  item: { readonly Index: number; readonly Value: Json },
  scope: Scope,
  runStates: RunStates,
): Promise<ItemEnding> {
  try {
    const selecting: Visit = { ...visit, scope: { ...visit.scope, item } };
    const input = state.ItemSelector === undefined ? item.Value : await fillIn(selecting, state.ItemSelector);
    const output = await runStates(state.ItemProcessor, input, scope, visit.execution);
    return { kind: 'done', output };
  } catch (failure) {
    if (!(failure instanceof StateFailure)) throw failure;
    return { kind: 'failed', failure };
  }
}

/** Runs `run` for 0 to `count` - 1, `atMost` at a time, until it answers false. */
async function inTurn(
  count: number,
  atMost: number,
  run: (index: number) => Promise<boolean>,
): Promise<void> {
  let next = 0;
  let open = true;
  const lane = async (): Promise<void> => {
    while (open && next < count) {
      const index = next;
      next += 1;
      open = (await run(index)) && open;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atMost, count) }, lane));
}

function resultOf(state: MapState, endings: readonly ItemEnding[], tolerated: number): Json {
  const failures = endings.flatMap((one) => (one.kind === 'failed' ? [one.failure] : []));
  const [first] = failures;
  if (first !== undefined && failures.length > tolerated) {
    if (!isDistributed(state)) throw first;
    throw new StateFailure(
      'States.ExceedToleratedFailureThreshold',
      `${failures.length} items failed and ${tolerated} may; first ${first.error}: ${first.message}`,
    );
  }
  return asJson(endings.flatMap((one) => (one.kind === 'done' ? [one.output] : [])));
}

/** Outputs of the items, in their order. */
export async function attemptMap(state: MapState, visit: Visit, runStates: RunStates): Promise<Json> {
  const { scope, path } = visit;
  const items = await itemsOf(state, visit);
  const tolerated = await toleratedFailures(state, visit, items.length);
  const asked = (await numberOf(state.MaxConcurrency, visit)) ?? 0;
  const most = isDistributed(state) ? MOST_DISTRIBUTED : MOST_INLINE;
  const endings = new Map<number, ItemEnding>();
  const traces = items.map((): string[] => []);
  let failed = 0;
  await inTurn(items.length, asked === 0 ? most : Math.min(asked, most), async (index) => {
    const item = { Index: index, Value: items[index] ?? null };
    const inner: Scope = {
      prefix: `${path}[${index}].`,
      variables: new Map(isDistributed(state) ? [] : scope.variables),
      item,
      trace: traces[index] ?? [],
    };
    const ending = await runItem(state, visit, item, inner, runStates);
    endings.set(index, ending);
    if (ending.kind === 'failed') failed += 1;
    return failed <= tolerated;
  });
  scope.trace.push(...traces.flat());
  const inOrder = [...endings].sort(([a], [b]) => a - b).map(([, ending]) => ending);
  return resultOf(state, inOrder, tolerated);
}
