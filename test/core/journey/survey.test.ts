import { describe, expect, it } from 'vitest';
import { answerIn, wayOfAnswer } from '../../../core/journey/surveyNode.ts';
import { careBody } from '../../../core/care/careTask.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { aJourney, anEvent, MAYA, NOW } from '../../support/builders.ts';
import { aJourneyWorld, aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { know } from '../../support/sendWorld.ts';
import { END, type Nodes } from '../../support/steps.ts';

const NPS = {
  type: 'survey',
  survey: 'recommend',
  question: { en: 'Would you?', 'zh-CN': '愿意吗？' },
  scale: 'nps',
  template: 'hello',
  timeout: '7d',
  answers: [
    { min: 9, next: 'friend' },
    { max: 6, next: 'call' },
  ],
  next: 'done',
  onTimeout: 'silent',
} satisfies Nodes[string];

const NODES: Nodes = {
  ask: NPS,
  friend: { type: 'update', set: { went: 'friend' }, next: 'done' },
  silent: { type: 'update', set: { went: 'silent' }, next: 'done' },
  call: {
    type: 'task',
    subject: { en: 'Call them', 'zh-CN': '打个电话' },
    within: '4h',
    assignee: 'sam',
    next: 'done',
  },
  done: END,
};

async function aShop(nodes: Nodes = NODES) {
  const world = aJourneyWorld();
  await know(world.store);
  await knowTemplates(world.store, [aTemplate('hello')]);
  await world.publish(aJourney({ nodes, start: Object.keys(nodes)[0] ?? '' }));
  await world.tell(anEvent());
  await world.drain();
  return {
    ...world,
    answer: (properties: Record<string, string | number>, messageId = 'answer') =>
      world.tell(
        anEvent({
          name: 'Survey Answered',
          messageId,
          at: world.clock.now,
          properties: { survey: 'recommend', ...properties },
        }),
      ),
    passage: async () => (await world.store.loadPerson(MAYA))?.enrolments[0],
    went: async () => (await world.store.loadProfile(MAYA))?.traits['went'],
  };
}

describe('a survey node', () => {
  it('sends one message that carries the question, and waits', async () => {
    const world = await aShop();
    expect(world.sent.map(({ template }) => template)).toEqual(['hello']);
    expect((await world.store.decisionsOf(MAYA))[0]?.given).toEqual({
      survey: { id: 'recommend', question: NPS.question, scale: 'nps' },
    });
    expect(await world.passage()).toMatchObject({ nodeId: 'ask', resting: true, dueAt: NOW + 7 * DAY_MS });
  });

  it.each([
    [10, 'friend'],
    [9, 'friend'],
    [8, undefined],
  ])('goes on by the answer %i', async (score, went) => {
    const world = await aShop();
    world.clock.now += HOUR_MS;
    await world.answer({ score, decision: 'maya/test//1/ask/1' });
    await world.drain();
    expect(await world.passage()).toMatchObject({ status: 'ended', arms: { ask: String(score) } });
    expect(await world.went()).toBe(went);
  });

  it.each([0, 6])('hands over to a person after %i, who has until the time said', async (score) => {
    const world = await aShop();
    await world.answer({ score });
    await world.drain();
    const [task] = await world.store.tasks('care');
    expect(task).toMatchObject({ id: 'journey/maya/test//1/call/1', customerId: MAYA });
    expect(careBody(task!)).toMatchObject({
      about: 'do as asked',
      journey: 'test',
      subject: { en: 'Call them', 'zh-CN': '打个电话' },
      assignee: 'sam',
      state: 'open',
    });
    expect(careBody(task!).dueAt).toBeGreaterThanOrEqual(NOW + 4 * HOUR_MS);
    const facts = (await world.store.factsOf(MAYA, 99)).filter(({ kind }) => kind === 'care-task');
    expect(facts).toMatchObject([{ journeyId: 'test', body: { state: 'open', assignee: 'sam' } }]);
  });

  it.each([
    ['to another survey', { survey: 'other', score: 3 }],
    ['to another message', { decision: 'maya/test//9/ask/1', score: 3 }],
    ['beyond the scale', { score: 11 }],
    ['in words', { choice: 'yes' }],
  ])('takes no answer %s', async (_, properties) => {
    const world = await aShop();
    await world.answer(properties);
    await world.drain();
    expect(await world.passage()).toMatchObject({ nodeId: 'ask', resting: true });
  });

  it('goes the way of silence when its time is over, and a later answer changes nothing', async () => {
    const world = await aShop();
    await world.runTo(NOW + 7 * DAY_MS);
    expect(await world.went()).toBe('silent');
    expect(await world.passage()).toMatchObject({ arms: { ask: 'timeout' }, status: 'ended' });
    await world.answer({ score: 2 });
    await world.drain();
    expect(await world.store.tasks('care')).toEqual([]);
    expect(world.sent).toHaveLength(1);
  });

  it('asks again in the next round, and an answer to the first question ends no second wait', async () => {
    const world = await aShop({
      ask: { ...NPS, next: 'pause', answers: [], onTimeout: 'pause' },
      pause: { type: 'wait', for: '1d', next: 'again' },
      again: { type: 'jump', to: 'ask', times: 1, next: 'done' },
      done: END,
    });
    await world.answer({ score: 5, decision: 'maya/test//1/ask/1' });
    await world.runTo(NOW + 2 * DAY_MS);
    expect(world.sent).toHaveLength(2);
    await world.answer({ score: 5, decision: 'maya/test//1/ask/1' }, 'late');
    expect(await world.passage()).toMatchObject({ nodeId: 'ask', resting: true, round: 1 });
    await world.answer({ score: 6, decision: 'maya/test//1/ask/2' }, 'right');
    expect(await world.passage()).toMatchObject({ nodeId: 'pause', arms: { ask: '6' } });
  });
});

describe('answers', () => {
  const choices = [
    { id: 'price', label: { en: 'Price', 'zh-CN': '价格' } },
    { id: 'range', label: { en: 'Range', 'zh-CN': '品种' } },
  ];
  it.each([
    [{ scale: 'nps' }, { score: 0 }, 0],
    [{ scale: 'nps' }, { score: 10.5 }, null],
    [{ scale: 'nps' }, { score: '9' }, null],
    [{ scale: 'csat' }, { score: 0 }, null],
    [{ scale: 'csat' }, { score: 5 }, 5],
    [{ scale: 'yes-no' }, { choice: 'no' }, 'no'],
    [{ scale: 'yes-no' }, { choice: 'maybe' }, null],
    [{ scale: 'choice', choices }, { choice: 'range' }, 'range'],
    [{ scale: 'choice', choices }, { score: 1 }, null],
  ] as const)('on %j: %j is %j', (node, properties, wanted) => {
    expect(answerIn({ ...node, choices: 'choices' in node ? choices : undefined }, properties)).toBe(wanted);
  });

  it('lead where the first that fits says, else on', () => {
    const node = {
      scale: 'csat',
      answers: [
        { max: 2, next: 'a' },
        { min: 2, max: 4, next: 'b' },
      ],
      next: 'c',
    } as const;
    const of = (said: string) => wayOfAnswer({ ...node, answers: [...node.answers] }, said);
    expect(['1', '2', '3', '4', '5'].map(of)).toEqual(['a', 'a', 'b', 'b', 'c']);
  });
});
