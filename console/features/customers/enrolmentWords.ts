/** One passage through a journey in words: when it began, what it waits for or how it ended, and what sets it apart. */
import type { EnrolmentView } from '../../api/types.ts';
import { formatCount } from '../../format/money.ts';
import type { Language } from '../../i18n/language.ts';
import { fill, phrasesIn } from '../../i18n/words.ts';
import { eventWords } from '../../phrases/conditionWords.ts';
import { waitWords } from '../../phrases/momentWords.ts';
import { endWords } from '../../phrases/occasionWords.ts';
import { nameOf } from '../../phrases/stepWords.ts';

export interface EnrolmentReader {
  readonly language: Language;
  readonly day: (at: string) => string;
  readonly moment: (at: string) => string;
}

/** The step they are at: a wait by how long it is, any other by its name. */
function stepName({ nodeId, node }: EnrolmentView, language: Language): string {
  return node?.type === 'wait' ? waitWords(node, language) : nameOf(nodeId);
}

function placeWords(enrolment: EnrolmentView, reader: EnrolmentReader): string[] {
  const { passage, phrase } = phrasesIn(reader.language);
  const { node, resting, dueAt } = enrolment;
  if (dueAt === null) return [stepName(enrolment, reader.language)];
  const when = reader.moment(dueAt);
  if (resting === true && node?.type === 'wait-for')
    return [fill(passage.waitingFor, { events: eventWords(node.event, reader.language, phrase.or), when })];
  return [stepName(enrolment, reader.language), fill(passage.nextStep, { when })];
}

function endingWords({ endedAt, endDetail }: EnrolmentView, { language, day }: EnrolmentReader): string[] {
  const { passage } = phrasesIn(language);
  return [
    ...(endedAt === null ? [] : [fill(passage.ended, { when: day(endedAt) })]),
    ...(endDetail === null ? [] : [endWords(endDetail, language)]),
  ];
}

export function enrolmentWords(enrolment: EnrolmentView, reader: EnrolmentReader): string[] {
  const { passage } = phrasesIn(reader.language);
  const { entry = 1, round = 0, arms = {}, status } = enrolment;
  const number = (value: number) => formatCount(value, reader.language);
  return [
    fill(passage.entered, { when: reader.day(enrolment.enteredAt) }),
    ...(entry > 1 ? [fill(passage.again, { entry: number(entry) })] : []),
    ...(status === 'active' ? placeWords(enrolment, reader) : endingWords(enrolment, reader)),
    ...(round > 0 ? [fill(passage.round, { round: number(round + 1) })] : []),
    ...Object.entries(arms).map(([node, arm]) => fill(passage.arm, { node: nameOf(node), arm })),
  ];
}
