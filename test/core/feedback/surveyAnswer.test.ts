import { describe, expect, it } from 'vitest';
import { answerTold, traitOfSurvey } from '../../../core/feedback/surveyAnswer.ts';
import { surveyResult } from '../../../core/feedback/surveyResult.ts';
import { anEvent, anOrderEvent } from '../../support/builders.ts';

const answered = (properties: Record<string, string | number>) =>
  answerTold(anEvent({ name: 'Survey Answered', properties }));

describe('an answer', () => {
  it('is kept as a trait named after its survey', () => {
    expect(traitOfSurvey('order-satisfaction')).toBe('survey_order_satisfaction');
    expect(answered({ survey: 'recommend', score: 9, comment: 'Good.' })).toEqual({ survey_recommend: 9 });
    expect(answered({ survey: 'started', choice: 'trouble' })).toEqual({ survey_started: 'trouble' });
  });

  it.each([
    [{}],
    [{ survey: 'recommend' }],
    [{ survey: 'no name', score: 9 }],
    [{ survey: 'recommend', score: Number.NaN }],
  ])('is none where the event says %j', (properties) => {
    expect(answered(properties)).toBeNull();
  });

  it('is none of any other event', () => {
    expect(answerTold(anEvent({ name: 'Page Viewed', properties: { survey: 'a', score: 1 } }))).toBeNull();
    expect(answerTold(anOrderEvent({}))).toBeNull();
  });
});

describe('a result', () => {
  it('of 0 to 10 is a net promoter score of the answers on the scale', () => {
    const result = surveyResult({ scale: 'nps', choices: undefined }, [10, 9, 7, 3, 11, 'yes', null]);
    expect(result).toMatchObject({ kind: 'nps', n: 4, promoters: 2, passives: 1, detractors: 1, nps: 25 });
  });

  it('of 1 to 5 is the share of 4 and 5', () => {
    expect(surveyResult({ scale: 'csat', choices: undefined }, [5, 4, 1, 0])).toMatchObject({
      kind: 'csat',
      n: 3,
      satisfied: 2,
    });
  });

  it('of words says how many said what, in the order of the choices', () => {
    expect(surveyResult({ scale: 'yes-no', choices: undefined }, ['no', 'yes', 'no', 'maybe'])).toEqual({
      kind: 'shares',
      n: 3,
      counts: { yes: 1, no: 2 },
    });
  });
});
