/** What a step of a journey does, in words: its name in the drawing, and every way on from it with what leads along it. */
import type { JourneyNode } from '../api/journeyTypes.ts';
import { formatCount, formatShare } from '../format/money.ts';
import { formatDuration } from '../format/time.ts';
import type { Language } from '../i18n/language.ts';
import { fill, phrasesIn, textIn, wordFor } from '../i18n/words.ts';
import type { IconName } from '../parts/Icon.tsx';
import { conditionWords, eventWords } from './conditionWords.ts';
import { waitWords } from './momentWords.ts';

export interface StepReader {
  readonly language: Language;
  readonly journeyName: (id: string) => string;
}

type Of<Type extends JourneyNode['type']> = Extract<JourneyNode, { readonly type: Type }>;

/** An id made readable. */
export const nameOf = (id: string): string => id.replaceAll('-', ' ');

const CHANNEL_ICONS = { email: 'mailbox', sms: 'bubble', webhook: 'plug' } as const;
const ICONS = {
  wait: 'clock',
  'wait-for': 'clock',
  branch: 'branch',
  experiment: 'flask',
  update: 'pencil',
  start: 'journey',
  jump: 'again',
  offer: 'bag',
  points: 'spark',
  recommend: 'hand',
  survey: 'bubble',
  task: 'flag',
  campaign: 'broadcast',
} as const;

/** Null for steps whose shape says what they are. */
export function stepIcon(node: JourneyNode): IconName | null {
  switch (node.type) {
    case 'send':
      return CHANNEL_ICONS[node.channel];
    case 'wait':
    case 'wait-for':
    case 'branch':
    case 'experiment':
    case 'update':
    case 'start':
    case 'jump':
    case 'offer':
    case 'points':
    case 'recommend':
    case 'survey':
    case 'task':
    case 'campaign':
      return ICONS[node.type];
    case 'holdout':
    case 'exit':
    case 'end':
      return null;
  }
}

function updateWords({ set }: Of<'update'>, language: Language): string {
  const { step } = phrasesIn(language);
  return Object.entries(set)
    .map(([trait, value]) =>
      value === null ? fill(step.empty, { trait }) : fill(step.set, { trait, value: String(value) }),
    )
    .join(' · ');
}

function urlName(url: string | undefined): string {
  return url?.replace(/^https:\/\//, '') ?? '';
}

/** What is written on a step in the drawing. */
export function stepTitle(id: string, node: JourneyNode, { language, journeyName }: StepReader): string {
  const { step, phrase } = phrasesIn(language);
  switch (node.type) {
    case 'send':
      return node.template ?? urlName(node.url);
    case 'wait':
      return waitWords(node, language);
    case 'wait-for':
      return fill(step.waitFor, { events: eventWords(node.event, language, phrase.or) });
    case 'branch':
    case 'experiment':
      return nameOf(id);
    case 'holdout':
      return fill(step.heldOut, { share: formatShare(node.share, language) });
    case 'update':
      return updateWords(node, language);
    case 'start':
      return fill(step.start, { journey: journeyName(node.journey) });
    case 'offer':
      return node.ladder === undefined
        ? fill(step.offer, { offer: nameOf(node.offer ?? '') })
        : fill(step.ladder, { ladder: nameOf(node.ladder) });
    case 'points':
      return node.points === undefined
        ? fill(step.pointsBy, { rule: nameOf(node.rule ?? '') })
        : fill(step.points, { count: formatCount(node.points, language) });
    case 'recommend':
      return fill(step.recommend, { count: formatCount(node.count, language) });
    case 'survey':
      return fill(step.ask, { question: textIn(node.question, language) });
    case 'task':
      return fill(step.task, { subject: textIn(node.subject, language) });
    case 'campaign':
      return fill(step.campaign, { campaign: nameOf(node.campaign) });
    case 'jump':
      return fill(step.back, { step: nameOf(node.to) });
    case 'exit':
      return node.reason;
    case 'end':
      return step.end;
  }
}

function waitForDetails({ key, where }: Of<'wait-for'>, language: Language): string[] {
  const { step } = phrasesIn(language);
  return [
    ...(key === undefined ? [] : [fill(step.sameKey, { key })]),
    ...(where === undefined ? [] : [fill(step.where, { condition: conditionWords(where, language) })]),
  ];
}

/** What a step does where its name does not say it: a message by its channel; '' where only its ways tell. */
export function stepLine(id: string, node: JourneyNode, reader: StepReader): string {
  const { step } = phrasesIn(reader.language);
  if (node.type === 'branch' || node.type === 'experiment') return '';
  if (node.type !== 'send') return stepTitle(id, node, reader);
  const channel = wordFor('channel', node.channel, reader.language);
  return fill(step.message, { channel, name: node.template ?? node.url ?? '' });
}

/** An answer as it is compared: words, or the numbers it lies between. */
function answerWords({ min, max, is }: Of<'survey'>['answers'][number]): string {
  if (is !== undefined) return is.map(nameOf).join(', ');
  if (min === undefined) return `≤ ${max}`;
  return max === undefined ? `≥ ${min}` : `${min}–${max}`;
}

/** What parts at a step: each way with its condition, and where it leads. Empty where everybody goes on the same way. */
export function partingWords(node: JourneyNode, { language }: StepReader): readonly string[] {
  const { step } = phrasesIn(language);
  const way = (when: string, next: string) => fill(step.way, { when, step: nameOf(next) });
  switch (node.type) {
    case 'branch':
      return [
        ...node.cases.map(({ when, next }) => way(conditionWords(when, language), next)),
        way(step.otherwise, node.otherwise),
      ];
    case 'experiment':
      return node.arms.map(({ id, share, next }) =>
        way(fill(step.arm, { arm: id, share: formatShare(share, language) }), next),
      );
    case 'wait-for':
      return [
        ...waitForDetails(node, language),
        way(step.happened, node.next),
        way(fill(step.timeout, { duration: formatDuration(node.timeout, language) }), node.onTimeout),
      ];
    case 'wait':
      return node.missing === undefined ? [] : [way(step.dated, node.next), way(step.undated, node.missing)];
    case 'offer':
    case 'recommend':
      return [way(step.given, node.next), way(step.otherwise, node.otherwise)];
    case 'points':
      return node.otherwise === undefined
        ? []
        : [way(step.given, node.next), way(step.otherwise, node.otherwise)];
    case 'survey':
      return [
        ...node.answers.map((answer) => way(answerWords(answer), answer.next)),
        way(step.otherwise, node.next),
        way(fill(step.timeout, { duration: formatDuration(node.timeout, language) }), node.onTimeout),
      ];
    case 'jump':
      return [node.times === 1 ? step.once : fill(step.times, { count: formatCount(node.times, language) })];
    case 'send':
    case 'holdout':
    case 'update':
    case 'start':
    case 'task':
    case 'campaign':
    case 'exit':
    case 'end':
      return [];
  }
}
