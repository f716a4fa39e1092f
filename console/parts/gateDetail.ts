/**
 * The evidence of a gate in the reader's language. The policy writes it as one short English sentence with instants in
 * UTC; each form it takes is known here and said again with local times. A sentence of another form is shown as it
 * came, its instants made readable.
 */
import { en } from '../i18n/en.ts';
import type { Language } from '../i18n/language.ts';
import { fill, wordFor } from '../i18n/words.ts';
import { zhCN } from '../i18n/zhCN.ts';

const EVIDENCE = { en: en.evidence, 'zh-CN': zhCN.evidence } as const;
type Sentence = keyof typeof en.evidence;

const FORMS: readonly (readonly [RegExp, Sentence])[] = [
  [/^until (?<when>\S+)$/, 'expiresAt'],
  [/^expired (?<when>\S+)$/, 'expired'],
  [/^(?<channel>\w+) address known$/, 'addressKnown'],
  [/^no (?<channel>\w+) address is known$/, 'addressMissing'],
  [/^no consent to (?<topic>.+) by (?<channel>\w+)$/, 'consentMissing'],
  [/^granted: (?<topic>.+) by (?<channel>\w+), (?<when>\S+), (?<source>.*)$/, 'consentGiven'],
  [/^refused: (?<topic>.+) by (?<channel>\w+), (?<when>\S+), (?<source>.*)$/, 'consentRefused'],
  [/^address not suppressed$/, 'addressOpen'],
  [/^address suppressed: (?<suppression>.+)$/, 'addressBlocked'],
  [/^no open complaint$/, 'noComplaint'],
  [/^complaint open since (?<when>\S+)$/, 'complaint'],
  [/^in the control group of this journey$/, 'heldOut'],
  [/^not held out$/, 'notHeldOut'],
  [/^no quiet hours are set$/, 'noQuietHours'],
  [/^open in (?<zone>.+)$/, 'awake'],
  [/^quiet in (?<zone>.+); open from (?<when>\S+)$/, 'quiet'],
  [/^below every cap$/, 'belowCaps'],
  [/^(?<recent>\d+) of (?<most>\d+) in (?<days>\d+) days$/, 'capCount'],
];

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

interface Reader {
  readonly language: Language;
  /** Writes an ISO instant for the reader. */
  readonly moment: (iso: string) => string;
}

function inWords(name: string, value: string, { language, moment }: Reader): string {
  switch (name) {
    case 'when':
      return moment(value);
    case 'channel':
    case 'topic':
    case 'suppression': {
      const word = wordFor(name, value, language);
      return language === 'en' && name !== 'suppression' ? word.toLowerCase() : word;
    }
    default:
      return value;
  }
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One sentence of evidence, told to this reader. */
export function gateDetail(detail: string, reader: Reader): string {
  for (const [form, sentence] of FORMS) {
    const match = form.exec(detail);
    if (match === null) continue;
    const values = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, inWords(name, value, reader)]),
    );
    return sentenceCase(fill(EVIDENCE[reader.language][sentence], values));
  }
  return sentenceCase(detail.replaceAll(INSTANT, reader.moment));
}
