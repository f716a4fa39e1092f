/** What is written on the steps of a journey, and on the ways that part at them. */
import type { JourneyNode, NodeOf } from '../../core/journey/definition.ts';
import { count, duration, share } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';
import { conditionText } from './conditionText.ts';
import { waitText } from './momentText.ts';

export interface NodeText {
  readonly title: string;
  /** Below the title; empty where the title says it all. */
  readonly details: readonly string[];
  /** How many people are here; null for nobody. */
  readonly here: string | null;
}

/** A way on from a step: where it leads, and what leads along it; '' where it is the only one. */
export interface Way {
  readonly label: string;
  readonly next: string;
}

function sendDetails(id: string, node: NodeOf<'send'>, language: Language): string[] {
  const words = wordsIn(language);
  const own = [
    node.template === id ? undefined : (node.template ?? node.url),
    node.class === undefined ? undefined : wordFor(words, 'class', node.class),
    node.topic === undefined ? undefined : wordFor(words, 'topic', node.topic),
  ].filter((part) => part !== undefined);
  return own.length === 0 ? [] : [own.join(' · ')];
}

function waitForDetails({ event, key, where }: NodeOf<'wait-for'>, language: Language): string[] {
  const words = wordsIn(language);
  return [
    event.join(words.condition.any),
    ...(key === undefined ? [] : [fill(words.node.sameKey, { key })]),
    ...(where === undefined
      ? []
      : [fill(words.node.where, { condition: conditionText(where, words, language) })]),
  ];
}

function timesText(times: number, language: Language): string {
  const { node } = wordsIn(language);
  return fill(times === 1 ? node.times_one : node.times_other, { count: times });
}

function detailsOf(id: string, node: JourneyNode, language: Language): readonly string[] {
  const words = wordsIn(language).node;
  switch (node.type) {
    case 'send':
      return sendDetails(id, node, language);
    case 'wait':
      return [waitText(node, language)];
    case 'wait-for':
      return waitForDetails(node, language);
    case 'holdout':
      return [fill(words.share, { share: share(node.share, language) })];
    case 'update':
      return Object.entries(node.set).map(([trait, value]) =>
        value === null ? fill(words.emptied, { trait }) : fill(words.set, { trait, value: String(value) }),
      );
    case 'start':
      return [fill(words.journey, { journey: node.journey })];
    case 'offer':
      return [node.ladder === undefined ? (node.offer ?? '') : fill(words.ladder, { ladder: node.ladder })];
    case 'points':
      return [node.rule ?? fill(words.pointsOf, { count: count(node.points ?? 0, language) })];
    case 'recommend':
      return [fill(words.picks, { count: node.count, slot: wordFor(wordsIn(language), 'slot', node.slot) })];
    case 'survey':
      return [node.question[language]];
    case 'task':
      return [node.subject[language]];
    case 'campaign':
      return [node.campaign];
    case 'jump':
      return [fill(words.back, { node: node.to, times: timesText(node.times, language) })];
    case 'exit':
      return [node.reason];
    case 'branch':
    case 'experiment':
    case 'end':
      return [];
  }
}

function kindOf(node: JourneyNode, language: Language): string {
  const words = wordsIn(language).node;
  return node.type === 'send' && node.channel !== 'email' ? words[node.channel] : words[node.type];
}

export function nodeText(id: string, node: JourneyNode, here: number, language: Language): NodeText {
  const words = wordsIn(language);
  const kind = kindOf(node, language);
  return {
    title: node.type === 'end' ? kind : `${kind} ${id}`,
    details: detailsOf(id, node, language),
    here: here > 0 ? fill(words.node.here, { count: count(here, language) }) : null,
  };
}

function waitWays(node: NodeOf<'wait'>, language: Language): readonly Way[] {
  const words = wordsIn(language).node;
  if (node.missing === undefined) return [{ label: '', next: node.next }];
  return [
    { label: words.dated, next: node.next },
    { label: words.undated, next: node.missing },
  ];
}

/** An answer as it is compared: words, or the numbers it lies between. */
function answerText({ min, max, is }: NodeOf<'survey'>['answers'][number]): string {
  if (is !== undefined) return is.join(', ');
  if (min === undefined) return `≤ ${max}`;
  return max === undefined ? `≥ ${min}` : `${min}–${max}`;
}

function surveyWays(node: NodeOf<'survey'>, language: Language): readonly Way[] {
  const words = wordsIn(language).node;
  return [
    ...node.answers.map((answer) => ({ label: answerText(answer), next: answer.next })),
    { label: words.answered, next: node.next },
    {
      label: fill(words.timeout, { duration: duration(node.timeout, language) }),
      next: node.onTimeout,
    },
  ];
}

/** None where people leave, one where everybody goes on the same way. */
export function waysOf(node: JourneyNode, language: Language): readonly Way[] {
  const words = wordsIn(language);
  switch (node.type) {
    case 'branch':
      return [
        ...node.cases.map(({ when, next }) => ({ label: conditionText(when, words, language), next })),
        { label: words.node.otherwise, next: node.otherwise },
      ];
    case 'experiment':
      return node.arms.map((arm) => ({
        label: fill(words.node.arm, { arm: arm.id, share: share(arm.share, language) }),
        next: arm.next,
      }));
    case 'wait-for': {
      const timeout = fill(words.node.timeout, { duration: duration(node.timeout, language) });
      return [
        { label: words.node.happened, next: node.next },
        { label: timeout, next: node.onTimeout },
      ];
    }
    case 'offer':
    case 'recommend':
      return [
        { label: words.node.given, next: node.next },
        { label: words.node.otherwise, next: node.otherwise },
      ];
    case 'points':
      return node.otherwise === undefined
        ? [{ label: '', next: node.next }]
        : [
            { label: words.node.given, next: node.next },
            { label: words.node.otherwise, next: node.otherwise },
          ];
    case 'survey':
      return surveyWays(node, language);
    case 'jump':
      return [
        { label: timesText(node.times, language), next: node.to },
        { label: words.node.then, next: node.next },
      ];
    case 'wait':
      return waitWays(node, language);
    case 'send':
    case 'holdout':
    case 'update':
    case 'start':
    case 'task':
    case 'campaign':
      return [{ label: '', next: node.next }];
    case 'exit':
    case 'end':
      return [];
  }
}
