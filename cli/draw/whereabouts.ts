/** One passage through a journey as a line: when it began, where it is or how it ended, and what sets it apart. */
import type { EnrolmentView } from '../answers/customer.ts';
import { day, minute } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';

function place({ nodeId, node, dueAt, resting }: EnrolmentView, language: Language): string {
  const { customer, condition } = wordsIn(language);
  if (!dueAt) return fill(customer.insideNow, { node: nodeId });
  const due = minute(dueAt);
  if (resting && node?.type === 'wait-for')
    return fill(customer.waiting, { node: nodeId, events: node.event.join(condition.any), due });
  return fill(customer.inside, { node: nodeId, due });
}

const CHANGE = /^([a-z]+) → ([a-z]+)$/;

/** What ended a passage: an event, a change of stage or a condition. */
function endDetailText(detail: string, language: Language): string {
  const words = wordsIn(language);
  if (detail === 'condition') return words.customer.byCondition;
  const [, from, to] = CHANGE.exec(detail) ?? [];
  if (from === undefined || to === undefined) return detail;
  const named = { from: wordFor(words, 'stage', from), to: wordFor(words, 'stage', to) };
  return fill(words.journeys.stageFromTo, named);
}

function ending({ endedAt, endReason, endDetail }: EnrolmentView, language: Language): string {
  const words = wordsIn(language);
  const reason = [
    endReason ? wordFor(words, 'reason', endReason) : '',
    endDetail ? endDetailText(endDetail, language) : '',
  ];
  return fill(words.customer.left, {
    day: endedAt ? day(endedAt) : '',
    reason: reason.filter((part) => part !== '').join(words.list.comma),
  });
}

export function whereabouts(enrolment: EnrolmentView, language: Language): string {
  const words = wordsIn(language);
  const { key, entry, round, arms, heldOut, status } = enrolment;
  return [
    ...(key === '' ? [] : [key]),
    fill(words.customer.entered, { day: day(enrolment.enteredAt) }),
    ...(entry > 1 ? [fill(words.customer.entry, { entry })] : []),
    status === 'active' ? place(enrolment, language) : ending(enrolment, language),
    ...(round > 0 ? [fill(words.customer.round, { round: round + 1 })] : []),
    ...Object.entries(arms).map(([node, arm]) => fill(words.customer.arm, { node, arm })),
    ...(heldOut ? [words.customer.heldOut] : []),
  ].join(' · ');
}
