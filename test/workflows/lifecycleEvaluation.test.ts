import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import type { TaskHandler } from '../../local/stateMachine/execution.ts';
import { lifecycleEvaluation } from '../../workflows/lifecycleEvaluation.ts';
import { anError, outputOf, run } from '../local/stateMachine/builders.ts';

interface Call {
  readonly handler: string;
  readonly input: Json;
}

function numberIn(input: Json, name: string): number {
  const value: unknown =
    typeof input === 'object' && input !== null ? new Map(Object.entries(input)).get(name) : null;
  if (typeof value !== 'number') throw new TypeError(`no number ${name} in ${JSON.stringify(input)}`);
  return value;
}

const JUDGED = { people: 7, counted: { at: 5, version: 1, members: [3] } };

/** Handlers that answer as the real ones do, and write down what they were called with. */
function shop(
  options: {
    refit?: boolean;
    segments?: number[];
    /** People of each segment on their way into decline. */
    declining?: Readonly<Record<number, number>>;
    failing?: Record<string, () => Error | null>;
  } = {},
) {
  const { refit = true, segments = [0, 1, 2], declining = { 1: 4 }, failing = {} } = options;
  const tally = (segment: number): Json => ({
    segment,
    customers: 7,
    entering: { identification: 0, development: 0, stability: 0, decline: declining[segment] ?? 0 },
  });
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
    LifecycleSummarise: answering('LifecycleSummarise', () => null),
    LifecycleFit: answering('LifecycleFit', () => ({ modelVersion: 1, flags: [] })),
    RecommendTrain: answering('RecommendTrain', () => ({ model: 'ease', version: 3 })),
    LifecycleMap: answering('LifecycleMap', (input) => tally(numberIn(input, 'segment'))),
    LifecycleEnterStage: answering('LifecycleEnterStage', (input) => ({
      segment: numberIn(input, 'segment'),
      written: 4,
    })),
    LifecycleFinish: answering('LifecycleFinish', () => ({ summary: { customers: 21 } })),
    SegmentsJudge: answering('SegmentsJudge', () => JUDGED),
    JudgeExperiments: answering('JudgeExperiments', () => ({ judged: 1, decided: [] })),
    LifecycleRecordFailure: answering('LifecycleRecordFailure', () => null),
  };
  const calledWith = (handler: string): Json[] =>
    calls.filter((call) => call.handler === handler).map((call) => call.input);
  return { plan, handlers, calledWith, calls, tally };
}

describe('lifecycle-evaluation', () => {
  it('summarises every segment, fits, maps every segment, and finishes with all tallies', async () => {
    const { plan, handlers, calledWith, tally } = shop();
    const ending = await run(lifecycleEvaluation, { input: { force: true }, handlers });
    const each = plan.segments.map((segment) => ({ plan, segment }));
    expect(calledWith('LifecyclePrepare')).toEqual([{ force: true }]);
    expect(calledWith('LifecycleSummarise')).toEqual(each);
    expect(calledWith('LifecycleFit')).toEqual([{ plan }]);
    expect(calledWith('RecommendTrain')).toEqual([{ plan }]);
    expect(calledWith('LifecycleMap')).toEqual(each);
    expect(calledWith('LifecycleFinish')).toEqual([
      { plan, tallies: [0, 1, 2].map(tally), entered: [{ segment: 1, written: 4 }] },
    ]);
    expect(ending).toMatchObject({ kind: 'succeeded', output: { summary: { customers: 21 } } });
    expect(ending.trace).toEqual([
      'Prepare',
      'IsRefitDue',
      'SummariseSegments',
      ...[0, 1, 2].map((index) => `SummariseSegments[${index}].SummariseSegment`),
      'FitShop',
      'TrainRecommendations',
      'MapSegments',
      ...[0, 1, 2].map((index) => `MapSegments[${index}].MapSegment`),
      'EnterIdentification',
      'EnterDevelopment',
      'EnterStability',
      'EnterDecline',
      'EnterDecline[0].EnterDeclineSegment',
      'FinishEvaluation',
      'JudgeSegments',
      'JudgeSegments[0].JudgeSegment',
      'JudgeSegments[1].JudgeSegment',
      'JudgeSegments[2].JudgeSegment',
      'CountSegments',
      'JudgeExperiments',
      'Evaluated',
    ]);
    expect(calledWith('JudgeExperiments')).toEqual([{ plan }]);
  });

  it('maps without summarising and fitting where no refit is due', async () => {
    const { handlers, calledWith } = shop({ refit: false });
    await outputOf(lifecycleEvaluation, { handlers });
    for (const handler of ['LifecycleSummarise', 'LifecycleFit', 'RecommendTrain'])
      expect(calledWith(handler)).toEqual([]);
    expect(calledWith('LifecycleMap')).toHaveLength(3);
  });

  it.each([[[]], [[5]]])('hands on a list of tallies when the segments are %j', async (segments) => {
    const { plan, handlers, calledWith, tally } = shop({ segments });
    await outputOf(lifecycleEvaluation, { handlers });
    expect(calledWith('LifecycleFinish')).toEqual([{ plan, tallies: segments.map(tally), entered: [] }]);
  });

  it('has a task for each stage that somebody enters, in each segment where somebody does, stage after stage', async () => {
    const { plan, handlers, calledWith } = shop();
    const everyStage = { identification: 1, development: 2, stability: 3, decline: 4 };
    await outputOf(lifecycleEvaluation, {
      handlers: {
        ...handlers,
        LifecycleMap: async (input) => ({
          segment: numberIn(input, 'segment'),
          entering: numberIn(input, 'segment') === 1 ? { ...everyStage, stability: 0 } : everyStage,
        }),
      },
    });
    expect(calledWith('LifecycleEnterStage')).toEqual(
      Object.keys(everyStage).flatMap((stage) =>
        plan.segments
          .filter((segment) => stage !== 'stability' || segment !== 1)
          .map((segment) => ({ plan, segment, stage })),
      ),
    );
    expect(JSON.stringify(calledWith('LifecycleFinish')).match(/"written":4/g)).toHaveLength(11);
  });

  it.each(['LifecycleSummarise', 'LifecycleFit', 'LifecycleMap', 'LifecycleFinish', 'LifecycleEnterStage'])(
    'records a failure of %s under the run and fails',
    async (handler) => {
      const { plan, handlers, calledWith } = shop({
        failing: { [handler]: () => anError('RangeError', 'too far') },
      });
      const cause = JSON.stringify({ errorType: 'RangeError', errorMessage: 'too far' });
      const ending = await run(lifecycleEvaluation, { handlers });
      expect(calledWith('LifecycleRecordFailure')).toEqual([{ run: plan.run, error: 'RangeError', cause }]);
      expect(ending).toMatchObject({
        kind: 'failed',
        error: 'EvaluationFailed',
        cause: `RangeError: ${cause}`,
      });
    },
  );

  it('goes on without new recommendations, and records why there are none', async () => {
    const failing = { RecommendTrain: () => anError('RangeError', 'too many items') };
    const { plan, handlers, calledWith } = shop({ failing });
    const ending = await run(lifecycleEvaluation, { handlers });
    expect(ending).toMatchObject({ kind: 'succeeded', output: { summary: { customers: 21 } } });
    const cause = JSON.stringify({ errorType: 'RangeError', errorMessage: 'too many items' });
    expect(calledWith('LifecycleRecordFailure')).toEqual([
      { run: plan.run, of: 'recommendations', error: 'RangeError', cause },
    ]);
    expect(calledWith('LifecycleMap')).toHaveLength(3);
  });

  it('goes on even where that cannot be recorded', async () => {
    const failing = {
      RecommendTrain: () => anError('Broken'),
      LifecycleRecordFailure: () => anError('Unreachable'),
    };
    expect(await run(lifecycleEvaluation, shop({ failing }))).toMatchObject({ kind: 'succeeded' });
  });

  it('ends as it would have where experiments cannot be judged, and records why', async () => {
    const failing = { JudgeExperiments: () => anError('RangeError', 'too many arms') };
    const { plan, handlers, calledWith } = shop({ failing });
    const ending = await run(lifecycleEvaluation, { handlers });
    expect(ending).toMatchObject({ kind: 'succeeded', output: { summary: { customers: 21 } } });
    const cause = JSON.stringify({ errorType: 'RangeError', errorMessage: 'too many arms' });
    expect(calledWith('LifecycleRecordFailure')).toEqual([
      { run: plan.run, of: 'experiments', error: 'RangeError', cause },
    ]);
    const both = { ...failing, LifecycleRecordFailure: () => anError('Unreachable') };
    expect(await run(lifecycleEvaluation, shop({ failing: both }))).toMatchObject({ kind: 'succeeded' });
  });

  it('judges everyone by segments once lifecycles are written, and a failure of that fails no night', async () => {
    const { plan, handlers, calls, calledWith } = shop();
    await run(lifecycleEvaluation, { handlers });
    expect(calledWith('SegmentsJudge')).toEqual([
      ...plan.segments.map((segment) => ({ plan, segment })),
      { plan, judged: plan.segments.map(() => JUDGED) },
    ]);
    const order = calls.map(({ handler }) => handler);
    expect(order.indexOf('SegmentsJudge')).toBeGreaterThan(order.lastIndexOf('LifecycleEnterStage'));
    const broken = shop({ failing: { SegmentsJudge: () => anError('RangeError') } });
    const ending = await run(lifecycleEvaluation, { handlers: broken.handlers });
    expect(ending).toMatchObject({ kind: 'succeeded', output: { summary: { customers: 21 } } });
    expect(broken.calledWith('LifecycleRecordFailure')).toMatchObject([
      { run: plan.run, of: 'segments', error: 'RangeError' },
    ]);
    expect(broken.calledWith('JudgeExperiments')).toHaveLength(1);
  });

  it('goes on where what the parts counted cannot be added up, and records why', async () => {
    let calls = 0;
    const { handlers, plan, calledWith } = shop({
      failing: { SegmentsJudge: () => (++calls > 3 ? anError('RangeError', 'too many') : null) },
    });
    const ending = await run(lifecycleEvaluation, { handlers });
    expect(ending).toMatchObject({ kind: 'succeeded', output: { summary: { customers: 21 } } });
    expect(calledWith('LifecycleRecordFailure')).toMatchObject([
      { run: plan.run, of: 'segments', error: 'RangeError' },
    ]);
    expect(calledWith('JudgeExperiments')).toHaveLength(1);
  });

  it('trains recommendations alone where that is all that was asked for', async () => {
    const { plan, handlers, calls } = shop();
    const alone = { ...plan, only: 'recommendations' };
    const ending = await run(lifecycleEvaluation, {
      handlers: { ...handlers, LifecyclePrepare: async () => alone },
    });
    expect(ending).toMatchObject({ kind: 'succeeded', output: { model: 'ease', version: 3 } });
    expect(calls).toEqual([{ handler: 'RecommendTrain', input: { plan: alone } }]);
  });

  it('fails where recommendations are all that was asked for and cannot be trained', async () => {
    const failing = { RecommendTrain: () => anError('Broken') };
    const { plan, handlers } = shop({ failing });
    const alone = { ...plan, only: 'recommendations' };
    const ending = await run(lifecycleEvaluation, {
      handlers: { ...handlers, LifecyclePrepare: async () => alone },
    });
    expect(ending).toMatchObject({ kind: 'failed', error: 'EvaluationFailed' });
  });

  it('records a failure to prepare under no run', async () => {
    const { handlers, calledWith } = shop({ failing: { LifecyclePrepare: () => anError('Broken') } });
    expect(await run(lifecycleEvaluation, { handlers })).toMatchObject({ error: 'EvaluationFailed' });
    expect(calledWith('LifecycleRecordFailure')).toMatchObject([{ run: null, error: 'Broken' }]);
  });

  it('fails as its own failure when even recording fails', async () => {
    const failing = {
      LifecycleFit: () => anError('Broken'),
      LifecycleRecordFailure: () => anError('Unreachable'),
    };
    expect(await run(lifecycleEvaluation, shop({ failing }))).toMatchObject({
      kind: 'failed',
      error: 'Unreachable',
    });
  });

  it('started again from the top after a failure, asks for the same and ends the same', async () => {
    const whole = shop();
    const expected = await outputOf(lifecycleEvaluation, { handlers: whole.handlers });
    let failures = 1;
    const cut = shop({ failing: { LifecycleMap: () => (failures-- > 0 ? anError('Crash') : null) } });
    expect((await run(lifecycleEvaluation, { handlers: cut.handlers })).kind).toBe('failed');
    cut.calls.length = 0;
    expect(await outputOf(lifecycleEvaluation, { handlers: cut.handlers })).toEqual(expected);
    expect(cut.calls).toEqual(whole.calls);
  });
});
