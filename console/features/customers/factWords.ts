/**
 * What happened, in words. A fact's body is whatever its writer kept; what is read here is read carefully, and what is
 * missing is left out, so that a fact of a newer kind still has its line in the timeline.
 */
import type { FactView, Outcome } from '../../api/types.ts';
import { en } from '../../i18n/en.ts';
import type { Language } from '../../i18n/language.ts';
import { fill, wordFor } from '../../i18n/words.ts';
import { zhCN } from '../../i18n/zhCN.ts';
import { FEEDBACK_ICONS, type FeedbackKind } from '../../parts/feedback.ts';
import type { IconName } from '../../parts/Icon.tsx';
import { beginWords, endWords } from '../../phrases/occasionWords.ts';
import { nameOf } from '../../phrases/stepWords.ts';

const FACT = { en: en.fact, 'zh-CN': zhCN.fact } as const;

export interface FactReader {
  readonly language: Language;
  /** Whose timeline it is. */
  readonly customerId: string;
  readonly money: (amountMinor: number, currency: string | null) => string;
  readonly journeyName: (id: string) => string;
  /** Template of a decision; null where it is not known any more. */
  readonly templateOf: (decisionId: string) => string | null;
}

export interface FactWords {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string | null;
  /** Set where the line tells the outcome of a message. */
  readonly outcome?: Outcome;
}

const OUTCOMES: readonly Outcome[] = [
  'pending',
  'claimed',
  'sent',
  'suppressed',
  'held-out',
  'failed',
  'unknown',
];

type Body = Readonly<Record<string, unknown>>;

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(body: Body, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = body[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return null;
}

function part(body: Body, name: string): Body {
  const value = body[name];
  return isBody(value) ? value : {};
}

function numberIn(body: Body, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = body[name];
    if (typeof value === 'number') return value;
  }
  return null;
}

/** The amount an order event carries, whichever of the known names it has. */
function amountWords(body: Body, { language, money }: FactReader): string | null {
  for (const where of [body, part(body, 'properties'), part(body, 'order')]) {
    const amountMinor = numberIn(where, 'amountMinor', 'revenue_minor');
    if (amountMinor === null) continue;
    const sentence = amountMinor < 0 ? FACT[language].refund : FACT[language].order;
    return fill(sentence, { amount: money(Math.abs(amountMinor), text(where, 'currency')) });
  }
  return null;
}

function itemsOf(body: Body): string | null {
  const properties = part(body, 'properties');
  const items = properties['items'] ?? body['items'];
  if (Array.isArray(items)) return items.filter((item) => typeof item === 'string').join(', ') || null;
  return text(properties, 'product', 'product_name', 'name');
}

function eventWords(body: Body, reader: FactReader): FactWords {
  const name = text(body, 'name', 'event') ?? 'Identified';
  const isOrder = name.startsWith('Order ');
  const amount = isOrder ? amountWords(body, reader) : null;
  return {
    icon: isOrder ? 'bag' : (READER_ICONS[name] ?? 'person'),
    title: amount ?? wordFor('event', name, reader.language),
    detail: itemsOf(body) ?? text(part(body, 'properties'), 'link_url'),
  };
}

const READER_ICONS: Readonly<Record<string, IconName>> = {
  'Email Opened': 'eye',
  'Email Link Clicked': 'click',
  'SMS Link Clicked': 'click',
};

function feedbackKind(body: Body): FeedbackKind {
  const what = text(body, 'what');
  if (what === 'complained' || what === 'rejected') return what;
  return text(body, 'bounce') === 'hard' ? 'hardBounced' : 'softBounced';
}

/** What went wrong with a message after it was sent. */
function feedbackWords(body: Body, { language }: FactReader): FactWords {
  const kind = feedbackKind(body);
  const title = wordFor('feedbackKind', kind, language);
  return { icon: FEEDBACK_ICONS[kind], title, detail: text(body, 'detail') };
}

function changeWords(body: Body, { language }: FactReader): FactWords {
  const said: string[] = [];
  const { stageChanged, stageSet, gradeChanged, groupChanged } = FACT[language];
  const stage = isBody(body['stage']) ? part(body, 'stage') : body;
  const [from, to] = [text(stage, 'from'), text(stage, 'to')];
  const word = (id: string) => wordFor('stage', id, language);
  if (to !== null && from === null) said.push(fill(stageSet, { to: word(to) }));
  if (to !== null && from !== null && to !== from)
    said.push(fill(stageChanged, { from: word(from), to: word(to) }));
  const grade = part(body, 'grade');
  if (text(grade, 'to') !== text(grade, 'from'))
    said.push(fill(gradeChanged, { from: text(grade, 'from') ?? '–', to: text(grade, 'to') ?? '–' }));
  const group = part(body, 'group');
  const groupWord = (end: string) => {
    const id = text(group, end);
    return id === null ? '–' : wordFor('group', id, language);
  };
  if (text(group, 'to') !== text(group, 'from'))
    said.push(fill(groupChanged, { from: groupWord('from'), to: groupWord('to') }));
  const rule = text(body, 'rule');
  if (rule !== null) said.push(wordFor('rule', rule, language));
  return {
    icon: 'spark',
    title: said.length === 0 || to === null ? FACT[language].evaluated : (said[0] ?? ''),
    detail: said.slice(to === null ? 0 : 1).join(' · ') || null,
  };
}

function endedWords(body: Body, language: Language): string | null {
  const reason = text(body, 'reason');
  if (reason === null) return null;
  const detail = text(body, 'detail');
  const word = wordFor('ended', reason, language);
  if (detail === null) return word;
  return fill(FACT[language].ended, { reason: word, detail: endWords(detail, language) });
}

function settledWords(body: Body, { language, templateOf }: FactReader): FactWords {
  const outcome = OUTCOMES.find((one) => one === text(body, 'outcome')) ?? 'unknown';
  const reason = text(body, 'reason');
  const template = templateOf(text(body, 'decision') ?? '') ?? text(body, 'node') ?? '';
  return {
    icon: 'mailbox',
    outcome,
    title: fill(FACT[language].messageSettled, {
      outcome: wordFor('outcome', outcome, language),
      template,
    }),
    detail: reason === null ? null : wordFor('reason', reason, language),
  };
}

function consentWords(body: Body, { language }: FactReader): FactWords {
  const { consentGranted, consentDenied } = FACT[language];
  const topic = wordFor('topic', text(body, 'topic') ?? '', language);
  return {
    icon: 'hand',
    title: fill(text(body, 'state') === 'denied' ? consentDenied : consentGranted, { topic }),
    detail: text(body, 'source'),
  };
}

function mergedWords(body: Body, { language, customerId }: FactReader): FactWords {
  const [id, into] = [text(body, 'id') ?? '', text(body, 'into') ?? ''];
  const { merged, mergedAway } = FACT[language];
  const by = text(body, 'by');
  return {
    icon: 'person',
    title: fill(into === customerId ? merged : mergedAway, { id, into }),
    detail: by === null ? null : wordFor('merge', by, language),
  };
}

function careWords(body: Body, { language }: FactReader): FactWords {
  const { careOpen, careOverdue, careDone, careReply, careComplaint } = FACT[language];
  const asked = text(part(body, 'subject'), language);
  const what = asked ?? (text(body, 'about') === 'answer complaint' ? careComplaint : careReply);
  const state = text(body, 'state');
  const title = state === 'done' ? careDone : state === 'overdue' ? careOverdue : careOpen;
  return { icon: 'flag', title: fill(title, { what }), detail: text(body, 'note') };
}

/** One line of the timeline. */
export function factWords(fact: FactView, reader: FactReader): FactWords {
  const { body } = fact;
  const { language } = reader;
  const words = FACT[language];
  const journey = fact.journeyId === null ? '' : reader.journeyName(fact.journeyId);
  switch (fact.kind) {
    case 'event':
      return eventWords(body, reader);
    case 'stage-changed':
      return changeWords(body, reader);
    case 'journey-entered': {
      const detail = beginWords(body, reader);
      return { icon: 'journey', title: fill(words.journeyEntered, { journey }), detail };
    }
    case 'journey-refused': {
      const reason = text(body, 'reason');
      const detail = reason === null ? null : wordFor('refusal', reason, language);
      return { icon: 'stop', title: fill(words.journeyRefused, { journey }), detail };
    }
    case 'journey-moved':
      return { icon: 'journey', title: fill(words.journeyMoved, { journey }), detail: text(body, 'node') };
    case 'journey-migrated': {
      const title = fill(words.journeyMigrated, { journey, version: text(body, 'toVersion') ?? '–' });
      return { icon: 'journey', title, detail: text(body, 'node') };
    }
    case 'journey-ended':
      return {
        icon: 'leave',
        title: fill(words.journeyEnded, { journey }),
        detail: endedWords(body, language),
      };
    case 'journey-gave':
      return {
        icon: 'bag',
        title: fill(words.gave, { journey, arm: nameOf(text(body, 'arm') ?? '') }),
        detail: nameOf(text(body, 'node') ?? ''),
      };
    case 'offer':
      return {
        icon: 'bag',
        title: fill(words.offerTold, {
          offer: nameOf(text(body, 'offer') ?? ''),
          what: nameOf(text(body, 'what') ?? ''),
        }),
        detail: text(body, 'code'),
      };
    case 'win-back':
      return {
        icon: 'again',
        title: fill(words.winBackTold, { verdict: nameOf(text(body, 'verdict') ?? '') }),
        detail: text(body, 'rung'),
      };
    case 'segment-entered':
    case 'segment-left': {
      const said = fact.kind === 'segment-entered' ? words.segmentEntered : words.segmentLeft;
      return {
        icon: 'people',
        title: fill(said, { segment: nameOf(text(body, 'segment') ?? '') }),
        detail: null,
      };
    }
    case 'message-accepted':
      return { icon: 'clock', title: words.messageAccepted, detail: text(body, 'node') };
    case 'message-settled':
      return settledWords(body, reader);
    case 'message-feedback':
      return feedbackWords(body, reader);
    case 'consent-changed':
      return consentWords(body, reader);
    case 'merged':
      return mergedWords(body, reader);
    case 'merge-refused':
      return {
        icon: 'person',
        title: words.mergeRefused,
        detail: wordFor('merge', text(body, 'kind') ?? '', language),
      };
    case 'care-task':
      return careWords(body, reader);
    default:
      return { icon: 'flag', title: fact.kind.replaceAll('-', ' '), detail: null };
  }
}
