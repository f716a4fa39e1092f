/** The page of one question: its answers to choose from, room for a word, and what was answered already. */
import { answersOf, inLanguage } from '../../../core/message/given.ts';
import type { AskedSurvey } from '../../../core/journey/surveyNode.ts';
import type { Asked } from '../asked.ts';
import { heading, notice, page } from '../frame.ts';
import { type Html, html } from '../html.ts';
import { choice } from './choice.ts';

export const LONGEST_COMMENT = 2_000;

export interface Answered {
  readonly value: string;
  readonly comment: string;
  readonly at: number;
}

export interface SurveyModel {
  readonly asked: Asked;
  readonly question: AskedSurvey;
  /** Null where nothing was answered yet. */
  readonly last: Answered | null;
  /** True right after an answer. */
  readonly isNew: boolean;
}

function labelOf(model: SurveyModel, label: ReturnType<typeof answersOf>[number]['label']): string {
  const text = inLanguage(label, model.asked.frame.locale);
  return typeof text === 'string' ? text : '';
}

/** What is chosen when the page opens: what the link names, else what was answered last. */
function chosen({ asked, last }: SurveyModel): string | null {
  return asked.query.get('answer') ?? last?.value ?? null;
}

function answerFields(model: SurveyModel): Html {
  const on = chosen(model);
  const isScale = model.question.scale === 'nps' || model.question.scale === 'csat';
  const fields = answersOf(model.question).map(({ value, label }) => {
    const text = labelOf(model, label);
    if (!isScale) return choice({ type: 'radio', name: 'answer', value, isOn: value === on, label: text });
    return html`<label><input type="radio" name="answer" value="${value}"${value === on && html` checked`} required>${text}</label>`;
  });
  if (!isScale) return html`${fields}`;
  const { least, most } = model.asked.words.survey.ends[model.question.scale === 'nps' ? 'nps' : 'csat'];
  return html`<div class="scale">${fields}</div><p class="ends"><span>${least}</span><span>${most}</span></p>`;
}

export function surveyPage(model: SurveyModel): string {
  const { asked, question, last, isNew } = model;
  const { frame, words, dates } = asked;
  const say = words.survey;
  const told = isNew && last !== null ? say.thanks : null;
  const before = last === null ? null : html`<p class="hint">${say.answeredOn(dates.day(last.at))}</p>`;
  const title = question.question[frame.locale];
  const body = html`${notice(told)}${heading(null, title)}
<p>${say.lead(frame.shop.name)}</p>
<form method="post" action="?lang=${frame.locale}"><fieldset class="first"><legend class="unseen">${title}</legend>${answerFields(model)}</fieldset>
<p class="comment"><label for="comment">${say.comment}</label><textarea id="comment" name="comment" rows="4" maxlength="${LONGEST_COMMENT}">${last?.comment ?? ''}</textarea></p>
${before}<p class="save"><button>${last === null ? say.send : say.change}</button></p></form>`;
  return page(frame, say.title, body);
}
