/**
 * What a customer answered, as a trait of theirs: `survey_<name>` holds the number or the word of their latest answer, so that segments and
 * journeys can ask for it, and everyone who answered is found. What they added in words stays with the event.
 */
import type { CustomerEvent } from '../customer/event.ts';
import { SURVEY_ANSWERED } from '../journey/surveyNode.ts';

const SURVEY_NAME = /^[a-z][a-z0-9-]{0,55}$/;

/** The trait that holds the answer to a survey. */
export function traitOfSurvey(survey: string): string {
  return `survey_${survey.replaceAll('-', '_')}`;
}

/** The trait an event leaves; null where it is no answer. */
export function answerTold(event: CustomerEvent): Readonly<Record<string, number | string>> | null {
  if (event.kind !== 'tracked' || event.name !== SURVEY_ANSWERED) return null;
  const { survey, score, choice } = event.properties;
  if (typeof survey !== 'string' || !SURVEY_NAME.test(survey)) return null;
  const said = typeof score === 'number' && Number.isFinite(score) ? score : choice;
  return typeof said === 'number' || typeof said === 'string' ? { [traitOfSurvey(survey)]: said } : null;
}
