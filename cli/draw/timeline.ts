/**
 * What happened with one customer, newest first: orders with the gap before each, changes of stage, journeys, consent and
 * messages. Orders come from the list of orders, so their events are left out.
 */
import { parseIso, utcDay } from '../../core/time.ts';
import type { CustomerDetail, FactView, OrderView } from '../answers/customer.ts';
import { textIn } from '../answers/localised.ts';
import { days, money } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { feedbackFactText } from './feedbackLine.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';

export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
}

interface Reading {
  readonly customer: CustomerDetail;
  readonly language: Language;
}

const ORDER_EVENTS = new Set(['Order Completed', 'Order Refunded']);

/** Name of a journey the customer was in, else its id. */
export function journeyName(id: string | null | undefined, { customer, language }: Reading): string {
  const known = customer.enrolments.find((one) => one.journeyId === id)?.journeyName;
  return known ? textIn(known, language) : (id ?? '');
}

function textOf(body: FactView['body'], key: string): string | null {
  const value = body[key];
  return typeof value === 'string' ? value : null;
}

function stageText({ body }: FactView, { language }: Reading): string | null {
  const words = wordsIn(language);
  const [from, to] = [textOf(body, 'from'), textOf(body, 'to')];
  if (to === null) return null;
  const word = (stage: string) => wordFor(words, 'stage', stage);
  return from === null
    ? fill(words.fact.stageFirst, { to: word(to) })
    : fill(words.fact.stageChanged, { from: word(from), to: word(to) });
}

function consentText({ body }: FactView, { language }: Reading): string {
  const words = wordsIn(language);
  return fill(words.fact.consent, {
    topic: wordFor(words, 'topic', textOf(body, 'topic') ?? ''),
    channel: wordFor(words, 'channel', textOf(body, 'channel') ?? ''),
    state: wordFor(words, 'consent', textOf(body, 'state') ?? ''),
  });
}

/** Null for what is told elsewhere on the page. A kind not known here is shown by its name. */
function factText(fact: FactView, reading: Reading): string | null {
  const words = wordsIn(reading.language);
  const { body } = fact;
  const journey = journeyName(fact.journeyId, reading);
  const reason = () => wordFor(words, 'reason', textOf(body, 'reason') ?? '');
  switch (fact.kind) {
    case 'event': {
      const name = textOf(body, 'name') ?? fact.kind;
      return ORDER_EVENTS.has(name) ? null : name;
    }
    case 'stage-changed':
      return stageText(fact, reading);
    case 'journey-entered':
      return fill(words.fact.entered, { journey });
    case 'journey-refused':
      return fill(words.fact.refused, { journey, reason: reason() });
    case 'journey-ended':
      return fill(words.fact.ended, { journey, reason: reason() });
    case 'journey-migrated': {
      const version = body['toVersion'];
      return fill(words.fact.migrated, { journey, version: typeof version === 'number' ? version : '–' });
    }
    case 'journey-gave':
      return fill(words.fact.gave, {
        journey,
        node: textOf(body, 'node') ?? '',
        arm: wordFor(words, 'gave', textOf(body, 'arm') ?? ''),
      });
    case 'message-accepted':
      return null;
    case 'message-settled':
      return fill(words.fact.settled, {
        journey,
        outcome: wordFor(words, 'outcome', textOf(body, 'outcome') ?? ''),
      });
    case 'message-feedback':
      return fill(words.feedback.fact, { journey, what: feedbackFactText(body, words) });
    case 'consent-changed':
      return consentText(fact, reading);
    case 'merged': {
      const into = textOf(body, 'into') ?? '';
      const values = { id: textOf(body, 'id') ?? '', into };
      return fill(into === reading.customer.id ? words.fact.merged : words.fact.mergedAway, values);
    }
    case 'merge-refused':
      return fill(words.fact.mergeRefused, {
        reason: wordFor(words, 'merge', textOf(body, 'kind') ?? ''),
      });
    case 'segment-entered':
      return fill(words.fact.segmentEntered, { segment: textOf(body, 'segment') ?? '' });
    case 'segment-left':
      return fill(words.fact.segmentLeft, { segment: textOf(body, 'segment') ?? '' });
    case 'win-back':
      return fill(textOf(body, 'what') === 'closed' ? words.fact.winBackClosed : words.fact.winBack, {
        verdict: wordFor(words, 'verdict', textOf(body, 'verdict') ?? ''),
        by: wordFor(words, 'verdictBy', textOf(body, 'by') ?? ''),
        loss: wordFor(words, 'lossKind', textOf(body, 'loss') ?? ''),
      });
    case 'care-task':
      return fill(words.fact.careTask, {
        about: wordFor(words, 'taskAbout', textOf(body, 'about') ?? ''),
        state: wordFor(words, 'taskState', textOf(body, 'state') ?? ''),
      });
    default:
      return fact.kind.replaceAll('-', ' ');
  }
}

function orderEntries(orders: readonly OrderView[], reading: Reading): TimelineEntry[] {
  const { customer, language } = reading;
  const limitDays = customer.evidence?.limitDays ?? null;
  const { customer: words, list } = wordsIn(language);
  const byTime = [...orders].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  let before: number | null = null;
  return byTime.map(({ at, amountMinor, currency }) => {
    const amount = money(Math.abs(amountMinor), currency, language);
    if (amountMinor < 0) return { at, text: fill(words.refund, { amount }) };
    const day = utcDay(parseIso(at) ?? 0);
    const gap = before === null ? 0 : day - before;
    before = day;
    const late = limitDays !== null && gap > limitDays;
    const after = gap === 0 ? '' : fill(late ? words.afterLate : words.after, { days: days(gap, language) });
    return {
      at,
      text: [fill(words.order, { amount }), after].filter((part) => part !== '').join(list.comma),
    };
  });
}

export function timeline(customer: CustomerDetail, language: Language): TimelineEntry[] {
  const reading = { customer, language };
  const facts = customer.facts.flatMap((fact) => {
    const text = factText(fact, reading);
    return text === null ? [] : [{ at: fact.at, text }];
  });
  const entries = [...facts, ...orderEntries(customer.ordersList, reading)];
  return entries.sort((a, b) => (a.at > b.at ? -1 : Number(a.at < b.at)));
}
