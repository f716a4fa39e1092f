import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import type { TaskHandler } from '../../local/stateMachine/execution.ts';
import { lifecycleEvaluation } from '../../workflows/lifecycleEvaluation.ts';
import { anError, outputOf, run } from '../local/stateMachine/builders.ts';

interface Call {
  readonly handler: string;
  readonly input: Json;
}

/** Handlers that answer as the real ones do, and write down what they were called with. */
function shop(
  options: { refit?: boolean; segments?: number[]; failing?: Record<string, () => Error | null> } = {},
) {
  const { refit = true, segments = [0, 1, 2], failing = {} } = options;
  const plan = { at: 86_400_000, run: 'evaluation-86400000', refit, store: true, enrol: true, segments };
  const calls: Call[] = [];
  const answering =
    (handler: string, answer: (input: Json) => Json): TaskHandler =>
    async (input) => {
      calls.push({ handler, input });
      const failure = failing[handler]?.() ?? null;
      if (failure !== null) throw failure;
      return answer(input);
    };
  const handlers = {
    LifecyclePrepare: answering('LifecyclePrepare', () => plan),
    SummariseSegment: answering('SummariseSegment', () => null),
    FitShop: answering('FitShop', () => ({ modelVersion: 1, flags: [] })),
    MapSegment: answering('MapSegment', () => ({ customers: 7 })),
    FinishEvaluation: answering('FinishEvaluation', () => ({ summary: { customers: 21 } })),
    RecordFailure: answering('RecordFailure', () => null),
  };
  const calledWith = (handler: string): Json[] =>
    calls.filter((call) => call.handler === handler).map((call) => call.input);
  return { plan, handlers, calledWith, calls };
}

describe('lifecycle-evaluation', () => {
  it('summarises every segment, fits, maps every segment, and finishes with all tallies', async () => {
    const { plan, handlers, calledWith } = shop();
    const ending = await run(lifecycleEvaluation, { input: { force: true }, handlers });
    const each = plan.segments.map((segment) => ({ plan, segment }));
    expect(calledWith('LifecyclePrepare')).toEqual([{ force: true }]);
    expect(calledWith('SummariseSegment')).toEqual(each);
    expect(calledWith('FitShop')).toEqual([{ plan }]);
    expect(calledWith('MapSegment')).toEqual(each);
    expect(calledWith('FinishEvaluation')).toEqual([
      { plan, tallies: [0, 1, 2].map(() => ({ customers: 7 })) },
    ]);
    expect(ending).toMatchObject({ kind: 'succeeded', output: { summary: { customers: 21 } } });
    expect(ending.trace).toEqual([
      'Prepare',
      'IsRefitDue',
      'SummariseSegments',
      ...[0, 1, 2].map((index) => `SummariseSegments[${index}].SummariseSegment`),
      'FitShop',
      'MapSegments',
      ...[0, 1, 2].map((index) => `MapSegments[${index}].MapSegment`),
      'FinishEvaluation',
    ]);
  });

  it('maps without summarising and fitting where no refit is due', async () => {
    const { handlers, calledWith } = shop({ refit: false });
    await outputOf(lifecycleEvaluation, { handlers });
    expect([calledWith('SummariseSegment'), calledWith('FitShop')]).toEqual([[], []]);
    expect(calledWith('MapSegment')).toHaveLength(3);
  });

  it.each([[[]], [[5]]])('hands on a list of tallies when the segments are %j', async (segments) => {
    const { plan, handlers, calledWith } = shop({ segments });
    await outputOf(lifecycleEvaluation, { handlers });
    const tallies = segments.map(() => ({ customers: 7 }));
    expect(calledWith('FinishEvaluation')).toEqual([{ plan, tallies }]);
  });

  it.each(['SummariseSegment', 'FitShop', 'MapSegment', 'FinishEvaluation'])(
    'records a failure of %s under the run and fails',
    async (handler) => {
      const { plan, handlers, calledWith } = shop({
        failing: { [handler]: () => anError('RangeError', 'too far') },
      });
      const cause = JSON.stringify({ errorType: 'RangeError', errorMessage: 'too far' });
      const ending = await run(lifecycleEvaluation, { handlers });
      expect(calledWith('RecordFailure')).toEqual([{ run: plan.run, error: 'RangeError', cause }]);
      expect(ending).toMatchObject({
        kind: 'failed',
        error: 'EvaluationFailed',
        cause: `RangeError: ${cause}`,
      });
    },
  );

  it('records a failure to prepare under no run', async () => {
    const { handlers, calledWith } = shop({ failing: { LifecyclePrepare: () => anError('Broken') } });
    expect(await run(lifecycleEvaluation, { handlers })).toMatchObject({ error: 'EvaluationFailed' });
    expect(calledWith('RecordFailure')).toMatchObject([{ run: null, error: 'Broken' }]);
  });

  it('fails as its own failure when even recording fails', async () => {
    const failing = { FitShop: () => anError('Broken'), RecordFailure: () => anError('Unreachable') };
    expect(await run(lifecycleEvaluation, shop({ failing }))).toMatchObject({
      kind: 'failed',
      error: 'Unreachable',
    });
  });

  it('started again from the top after a failure, asks for the same and ends the same', async () => {
    const whole = shop();
    const expected = await outputOf(lifecycleEvaluation, { handlers: whole.handlers });
    let failures = 1;
    const cut = shop({ failing: { MapSegment: () => (failures-- > 0 ? anError('Crash') : null) } });
    expect((await run(lifecycleEvaluation, { handlers: cut.handlers })).kind).toBe('failed');
    cut.calls.length = 0;
    expect(await outputOf(lifecycleEvaluation, { handlers: cut.handlers })).toEqual(expected);
    expect(cut.calls).toEqual(whole.calls);
  });
});
