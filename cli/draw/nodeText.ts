/** What is written on the steps of a journey. */
import type { JourneyNode } from '../../core/journey/definition.ts';
import { count, duration, share } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';

export interface NodeText {
  readonly title: string;
  /** Below the title; null where the title says it all. */
  readonly detail: string | null;
  /** How many people are here; null for nobody. */
  readonly here: string | null;
}

function detailOf(id: string, node: JourneyNode, language: Language): string | null {
  const words = wordsIn(language);
  switch (node.type) {
    case 'send': {
      const own = [
        node.template === id ? null : node.template,
        node.class === undefined ? null : wordFor(words, 'class', node.class),
        node.topic === undefined ? null : wordFor(words, 'topic', node.topic),
      ].filter((part) => part !== null);
      return own.length === 0 ? null : own.join(' · ');
    }
    case 'wait':
      return duration(node.for, language);
    case 'holdout':
      return fill(words.node.share, { share: share(node.share, language) });
    case 'exit':
      return node.reason;
    case 'branch':
    case 'end':
      return null;
  }
}

export function nodeText(id: string, node: JourneyNode, here: number, language: Language): NodeText {
  const words = wordsIn(language);
  const kind = words.node[node.type];
  return {
    title: node.type === 'end' ? kind : `${kind} ${id}`,
    detail: detailOf(id, node, language),
    here: here > 0 ? fill(words.node.here, { count: count(here, language) }) : null,
  };
}
