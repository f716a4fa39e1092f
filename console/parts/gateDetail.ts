/**
 * The evidence of a gate in the reader's language, with the reader's local times. The server sends what it found as facts; a
 * finding the console does not know yet is shown in the sentence the server wrote beside them.
 */
import type { Gate } from '../api/types.ts';
import { en } from '../i18n/en.ts';
import type { Language } from '../i18n/language.ts';
import { fill, textIn, wordFor } from '../i18n/words.ts';
import { zhCN } from '../i18n/zhCN.ts';

const EVIDENCE = { en: en.evidence, 'zh-CN': zhCN.evidence } as const;

/** By gate and finding. */
const SENTENCES: Readonly<Record<string, keyof typeof en.evidence>> = {
  'expiry/in-time': 'expiresAt',
  'expiry/expired': 'expired',
  'address/known': 'addressKnown',
  'address/unknown': 'addressMissing',
  'consent/never-asked': 'consentMissing',
  'consent/not-refused': 'consentNotNeeded',
  'consent/granted': 'consentGiven',
  'consent/denied': 'consentRefused',
  'consent/denied-all': 'consentRefusedAll',
  'consent/unconfirmed': 'consentUnconfirmed',
  'consent/lapsed': 'consentLapsed',
  'consent/weak-basis': 'consentWeak',
  'suppression/not-suppressed': 'addressOpen',
  'suppression/suppressed': 'addressBlocked',
  'suppression/owed': 'addressOwed',
  'complaint/none-open': 'noComplaint',
  'complaint/open': 'complaint',
  'pause/not-paused': 'noPause',
  'pause/paused': 'pause',
  'holdout/control-group': 'heldOut',
  'holdout/shop-control-group': 'shopHeldOut',
  'holdout/treated': 'notHeldOut',
  'stop/going': 'going',
  'stop/stopped': 'stopped',
  'stop/guarded': 'guarded',
  'quiet-hours/none-set': 'noQuietHours',
  'quiet-hours/open': 'awake',
  'quiet-hours/quiet': 'quiet',
  'quiet-hours/unlawful-hour': 'unlawfulHour',
  'quiet-hours/never-open': 'neverOpen',
  'cap/none-set': 'belowCaps',
  'cap/below': 'capCount',
  'cap/reached': 'capCount',
  'cap/pace-below': 'paceCount',
  'cap/pace-reached': 'paceCount',
  'cap/outranked': 'outranked',
  'budget/left': 'budgetLeft',
  'budget/spent': 'budgetSpent',
};

interface Reader {
  readonly language: Language;
  /** Writes an ISO instant for the reader. */
  readonly moment: (iso: string) => string;
}

function inWords(name: string, value: unknown, { language, moment }: Reader): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (name) {
    case 'at':
    case 'since':
    case 'opens':
    case 'until':
    case 'due':
    case 'lapses':
      return moment(text);
    case 'channel':
    case 'topic': {
      const word = wordFor(name, text, language);
      return language === 'en' && word !== word.toUpperCase() ? word.toLowerCase() : word;
    }
    case 'why':
      return wordFor('suppression', text, language);
    case 'what':
      return wordFor('guard', text, language);
    default:
      return text;
  }
}

/** What a fact is called in the sentences. */
const PLACES: Readonly<Record<string, string>> = {
  at: 'when',
  since: 'when',
  opens: 'when',
  until: 'when',
  due: 'when',
  why: 'suppression',
  withinDays: 'days',
};

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One sentence of evidence, told to this reader. */
export function gateDetail(gate: Gate, reader: Reader): string {
  const sentence = SENTENCES[`${gate.gate}/${gate.finding ?? ''}`];
  if (sentence === undefined) return sentenceCase(textIn(gate.detail ?? '', reader.language));
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(gate))
    values[PLACES[name] ?? name] = inWords(name, value, reader);
  return sentenceCase(fill(EVIDENCE[reader.language][sentence], values));
}
