import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import { answersOf } from '../../../core/message/given.ts';
import { aDecision, MAYA } from '../../support/builders.ts';
import { claimsOf, pagesWorld } from '../../support/pagesWorld.ts';
import { decide } from '../../contract/given.ts';

const QUESTION = { en: 'Would you <recommend> us?', 'zh-CN': '愿意推荐我们吗？' };
const SURVEY = { id: 'nps', question: QUESTION, scale: 'nps' };
const CHOICE = {
  id: 'why',
  question: QUESTION,
  scale: 'choice',
  choices: [
    { id: 'price', label: { en: 'The prices', 'zh-CN': '价格' } },
    { id: 'range', label: { en: 'The range', 'zh-CN': '品种' } },
  ],
};

/** A world in which Maya was asked. */
async function askedWorld(survey: JsonObject = SURVEY) {
  const world = await pagesWorld();
  const decision = aDecision({
    id: claimsOf(MAYA, { decisionId: aDecision().id }).decisionId,
    given: { survey },
  });
  await decide(world.store, decision);
  const claims = { decisionId: decision.id };
  return {
    ...world,
    show: (query = '') => world.get('survey', query, claims),
    send: (form: Record<string, string>) => world.post('survey', form, claims),
    answers: async () =>
      (await world.store.recentEvents(MAYA, { names: ['Survey Answered'], since: 0, limit: 50 })).map(
        ({ properties }) => properties,
      ),
  };
}

describe('the page of one question', () => {
  it('shows it by GET with the answer of the link chosen, and records nothing', async () => {
    const world = await askedWorld();
    const page = String((await world.show('answer=9')).body);
    expect(page).toContain('Would you &lt;recommend&gt; us?');
    expect(page.match(/type="radio"/g)).toHaveLength(11);
    expect(page).toMatch(/value="9" checked/);
    expect(page.match(/ checked/g)).toHaveLength(1);
    expect(await world.answers()).toEqual([]);
  });

  it('speaks Chinese where it is asked to, and keeps the answer of the link', async () => {
    const world = await askedWorld(CHOICE);
    const page = String((await world.show('answer=price&lang=zh-CN')).body);
    expect(page).toContain('愿意推荐我们吗？');
    expect(page).toContain('价格');
    expect(page).toContain('?answer=price&amp;lang=en');
    expect(page).toMatch(/value="price" checked/);
  });

  it('records by POST what was answered, as an event of the person', async () => {
    const world = await askedWorld();
    const answer = await world.send({ answer: '9', comment: ' Good bread. ' });
    expect(answer).toMatchObject({ status: 303, headers: { location: '?lang=en&answered=1' } });
    expect(await world.answers()).toEqual([
      {
        survey: 'nps',
        scale: 'nps',
        decision: aDecision().id,
        journey: 'test',
        score: 9,
        comment: 'Good bread.',
      },
    ]);
    const page = String((await world.show('answered=1')).body);
    expect(page).toContain('Thank you, your answer has arrived.');
    expect(page).toContain('Good bread.');
    expect(page).toMatch(/value="9" checked/);
  });

  it('takes a form that is sent twice as one answer, at once and later', async () => {
    const world = await askedWorld();
    await Promise.all([world.send({ answer: '9' }), world.send({ answer: '9' })]);
    world.clock.now += DAY_MS;
    await world.send({ answer: '9' });
    expect(await world.answers()).toHaveLength(1);
  });

  it('counts what was answered last, also where it was answered before', async () => {
    const world = await askedWorld(CHOICE);
    for (const answer of ['price', 'range', 'price']) {
      await world.send({ answer });
      world.clock.now += MINUTE_MS;
    }
    const answers = await world.answers();
    expect(answers.map(({ choice }) => choice)).toEqual(['price', 'range', 'price']);
    expect(String((await world.show()).body)).toMatch(/value="price" checked/);
  });

  it.each([{ answer: '11' }, { answer: '' }, { answer: '1e1' }, {}])(
    'records nothing of an answer that is none: %j',
    async (form) => {
      const world = await askedWorld();
      expect((await world.send(form)).status).toBe(303);
      expect(await world.answers()).toEqual([]);
    },
  );

  it('says so where nothing is asked any more, records nothing, and opens by no link of another page', async () => {
    const world = await pagesWorld();
    const closed = await world.get('survey');
    expect(closed.status).toBe(200);
    expect(String(closed.body)).toContain('This question is closed');
    expect((await world.post('survey', { answer: '9' })).status).toBe(200);
    expect(await world.store.recentEvents(MAYA, { names: ['Survey Answered'], since: 0, limit: 9 })).toEqual(
      [],
    );
    expect((await world.ask('GET', 'survey', world.token('why'))).status).toBe(404);
  });

  it('knows every answer of a scale by name', () => {
    const of = (scale: 'nps' | 'csat' | 'yes-no') =>
      answersOf({ id: 'x', question: QUESTION, scale }).map(({ value }) => value);
    expect(of('nps')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(of('csat')).toEqual(['1', '2', '3', '4', '5']);
    expect(of('yes-no')).toEqual(['yes', 'no']);
  });
});
