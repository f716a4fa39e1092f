/** One line of a case in words: what is expected, or was decided, of whom. */
import type { Said } from '../../local/cases/said.ts';
import { cleanText } from '../text/clean.ts';
import type { WordTable } from '../words/wordTable.ts';
import { fill, wordFor } from '../words/words.ts';

function withBy(what: string, by: string | undefined, { cases }: WordTable): string {
  return by === undefined ? what : fill(cases.endedBy, { what, by });
}

function sendWords(said: Extract<Said, { kind: 'send' }>, words: WordTable): string {
  const { cases } = words;
  const { node, outcome, reason, template, channel } = said;
  let what = fill(cases.send, { node, outcome: wordFor(words, 'outcome', outcome) });
  if (reason !== undefined) what = fill(cases.because, { what, reason: wordFor(words, 'reason', reason) });
  if (template !== undefined) what = fill(cases.as, { what, template });
  return channel === undefined ? what : fill(cases.by, { what, channel: wordFor(words, 'channel', channel) });
}

function kindWords(said: Said, words: WordTable): string {
  const { cases } = words;
  switch (said.kind) {
    case 'send':
      return sendWords(said, words);
    case 'enters':
      return fill(cases.enters, { journey: said.journey });
    case 'ends': {
      const reason = wordFor(words, 'reason', said.reason);
      const { journey } = said;
      const what =
        journey === undefined ? fill(cases.ends, { reason }) : fill(cases.endsJourney, { journey, reason });
      return withBy(what, said.by, words);
    }
    case 'refuses': {
      const { journey, reason } = said;
      if (reason === undefined) return fill(cases.refuses, { journey });
      const what = fill(cases.refusesFor, { journey, reason: wordFor(words, 'reason', reason) });
      return withBy(what, said.by, words);
    }
    case 'gives': {
      const what = fill(cases.gives, { node: said.node });
      if (said.arm === undefined) return what;
      return fill(cases.as, { what, template: wordFor(words, 'gave', said.arm) });
    }
    case 'task':
      return fill(cases.task, { node: said.node });
    case 'trait': {
      const traits = Object.entries(said.traits).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
      return fill(cases.trait, { traits: traits.join(words.list.comma) });
    }
  }
}

/** The customer is named where a case has several. */
export function saidWords(said: Said, words: WordTable, { named }: { readonly named: boolean }): string {
  const plain = kindWords(said, words);
  const what = said.key === undefined ? plain : fill(words.cases.keyed, { what: plain, key: said.key });
  return cleanText(named ? fill(words.cases.of, { customer: said.customer, what }) : what);
}
