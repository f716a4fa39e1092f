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

function ending({ endedAt, endReason, endDetail }: EnrolmentView, language: Language): string {
  const words = wordsIn(language);
  const reason = [endReason ? wordFor(words, 'reason', endReason) : '', endDetail ?? ''];
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
