/**
 * One question, and its answer. GET shows the question, with the answer chosen that the letter's link names, and changes nothing; a
 * POST records the answer as an event of the person, which journeys see. What was answered last counts: the same answer again
 * is no second one, and a form that is sent twice is one answer.
 */
import { createHash } from 'node:crypto';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import { canonicalJson } from '../../core/canonicalJson.ts';
import type { JsonObject } from '../../core/json.ts';
import { type AskedSurvey, askedIn, SURVEY_ANSWERED } from '../../core/journey/surveyNode.ts';
import { answersOf } from '../../core/message/given.ts';
import type { RecentEvent } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import { answered, seeOther } from './answers.ts';
import type { Asked, PageDeps } from './asked.ts';
import { formOf, type PageAnswer } from './request.ts';
import { type Answered, LONGEST_COMMENT, surveyPage } from './views/surveyView.ts';

/** What was answered may be seen and changed this long. */
const REMEMBERED_MS = 30 * DAY_MS;
const MOST_REMEMBERED = 50;

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function readAnswer({ properties, at }: RecentEvent): Answered {
  const { score, choice, comment } = properties;
  return { value: textOf(score ?? choice), comment: textOf(comment), at };
}

/** What its holder answered last; null where nothing is known of it. */
async function lastAnswer({ container }: PageDeps, { subject, now }: Asked): Promise<Answered | null> {
  if (subject.person === null) return null;
  const events = await container.store.recentEvents(subject.person.id, {
    names: [SURVEY_ANSWERED],
    since: now - REMEMBERED_MS,
    limit: MOST_REMEMBERED,
  });
  const own = events.find(({ properties }) => properties['decision'] === subject.claims.decisionId);
  return own === undefined ? null : readAnswer(own);
}

/** The question a message asked; null where it asked none, is not kept any more, or nobody is there to answer. */
export function questionOf({ subject }: Asked): AskedSurvey | null {
  return subject.person === null ? null : askedIn(subject.decision?.given?.['survey']);
}

export async function showSurvey(deps: PageDeps, asked: Asked, question: AskedSurvey): Promise<PageAnswer> {
  const last = await lastAnswer(deps, asked);
  const isNew = asked.query.get('answered') === '1';
  return answered(200, surveyPage({ asked, question, last, isNew }));
}

/** The same for a form sent twice; another where something else was answered in between. */
function messageId(decision: string, seen: number, answer: JsonObject): string {
  const digest = createHash('sha256').update(canonicalJson(answer)).digest('base64url').slice(0, 22);
  return `${decision}/${seen}/${digest}`;
}

export async function answerSurvey(
  deps: PageDeps,
  asked: Asked,
  question: AskedSurvey,
  body: string,
): Promise<PageAnswer> {
  const { container } = deps;
  const { subject, frame, now } = asked;
  const form = formOf(body);
  const value = form.get('answer') ?? '';
  if (subject.person === null || !answersOf(question).some((one) => one.value === value))
    return seeOther({ lang: frame.locale });
  const comment = (form.get('comment') ?? '').trim().slice(0, LONGEST_COMMENT).toWellFormed();
  const last = await lastAnswer(deps, asked);
  if (last?.value !== value || last.comment !== comment) {
    const isNumber = question.scale === 'nps' || question.scale === 'csat';
    const answer = { ...(isNumber ? { score: Number(value) } : { choice: value }), comment };
    const { book, model } = await container.inForce();
    const { store, addressKeyOf, settings } = container;
    const { decisionId, customerId } = subject.claims;
    const event = {
      kind: 'tracked',
      source: 'survey',
      messageId: messageId(decisionId, last?.at ?? 0, answer),
      customerId,
      at: Math.max(now, (last?.at ?? 0) + 1),
      name: SURVEY_ANSWERED,
      properties: {
        survey: question.id,
        scale: question.scale,
        decision: decisionId,
        journey: subject.decision?.journeyId ?? '',
        ...answer,
      },
    } as const;
    await applyEvent({ store, addressKeyOf, settings, model }, book, event, now);
  }
  return seeOther({ lang: frame.locale, answered: '1' });
}
