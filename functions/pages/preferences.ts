/**
 * The preference centre: what is in force on GET, what was changed on POST. A field counts as changed where it differs from
 * what its form showed: a tab that was left open overwrites nothing that was chosen since.
 */
import {
  changedWishes,
  grant,
  isPaused,
  pauseEnd,
  withdrawal,
} from '../../core/customer/preferenceChange.ts';
import { isPaceName, PACES, type Wishes } from '../../core/customer/preferred.ts';
import { type ConsentChange, EVERY_TOPIC } from '../../core/message/contact.ts';
import type { Instant } from '../../core/time.ts';
import type { Asked, PageDeps } from './asked.ts';
import { answered, seeOther } from './answers.ts';
import { presetOf } from './preset.ts';
import { record, recordReason, type Statement } from './record.ts';
import { formOf, type PageAnswer } from './request.ts';
import { savedNotice } from './savedNotice.ts';
import type { Place } from './subject.ts';
import { type TopicCell, topicRows, type TopicRow } from './topics.ts';
import { preferencesPage } from './views/preferencesView.ts';
import { PAGE_LOCALES, type PageLocale } from './words/pageWords.ts';
import { isReason } from './words/words.ts';

const SOURCE = 'preference centre';
/** Fields of how somebody wants to be written to and chosen for. */
const WISHES = ['pace', 'pause', 'tracking', 'profiling'] as const;

export function showPreferences(deps: PageDeps, asked: Asked): PageAnswer {
  const { settings } = deps.container;
  const { frame, words, dates, now, subject, query, language } = asked;
  const rows = topicRows(subject, settings, frame.locale, now);
  const saved = savedNotice(asked, rows, query.get('saved'));
  const preset = presetOf(query, subject.claims, rows);
  return answered(
    200,
    preferencesPage({ frame, words, dates, now, subject, rows, language, preset, notice: saved }),
  );
}

/** Null where the form did not show the field, or shows it as it was. */
function changedTo(form: URLSearchParams, field: string): string | null {
  const shown = form.get(`shown.${field}`);
  if (shown === null) return null;
  const value = form.get(field) ?? 'off';
  return value === shown ? null : value;
}

function consentOf(
  asked: Asked,
  row: TopicRow,
  cell: TopicCell,
  form: URLSearchParams,
): ConsentChange | null {
  const value = changedTo(form, cell.field);
  if (value === null) return null;
  const { words, frame, now, subject } = asked;
  const { place, channel } = cell;
  const wording = words.preferences.wording(
    row.name,
    row.description,
    words.channel[channel],
    frame.shop.name,
  );
  const choice = { channel, topic: row.id, wording };
  const proof = { now, source: SOURCE, reached: place.key === subject.own.key };
  return value === 'on' ? grant(place.inForce, choice, proof) : withdrawal(place.inForce, choice, proof);
}

function wishesOf(form: URLSearchParams, place: Place, now: Instant): Wishes | null {
  const [pace, pause, tracking, profiling] = WISHES.map((field) => changedTo(form, field));
  const { inForce } = place;
  const isPausing = pause === 'on' && !isPaused(inForce, now);
  return changedWishes(inForce, {
    ...(pace !== undefined && pace !== null && isPaceName(pace) ? { pace: PACES[pace] } : {}),
    ...(isPausing ? { pausedUntil: pauseEnd(now) } : {}),
    ...(pause === 'off' ? { pausedUntil: null } : {}),
    ...(tracking === null || tracking === undefined ? {} : { tracking: tracking === 'on' }),
    ...(profiling === null || profiling === undefined ? {} : { profiling: profiling === 'on' }),
  });
}

function languageOf(form: URLSearchParams): PageLocale | null {
  const value = changedTo(form, 'language');
  return PAGE_LOCALES.find((one) => one === value) ?? null;
}

interface Saved {
  readonly place: Place;
  readonly statement: Statement;
  /** What the notice names, as codes. */
  readonly codes: readonly string[];
}

/** What the form changes at one address; the language goes with the address of the link. */
function savedAt(asked: Asked, place: Place, rows: readonly TopicRow[], form: URLSearchParams): Saved {
  const consents: ConsentChange[] = [];
  const codes: string[] = [];
  for (const row of rows) {
    for (const cell of row.cells) {
      const change = cell.place === place ? consentOf(asked, row, cell, form) : null;
      if (change === null) continue;
      consents.push(change);
      codes.push(cell.field);
    }
  }
  const wishes = wishesOf(form, place, asked.now);
  const locale = place === asked.subject.own ? languageOf(form) : null;
  const changed = WISHES.filter((field) => changedTo(form, field) !== null);
  if (wishes !== null) codes.push(...changed);
  if (locale !== null) codes.push('language');
  return {
    place,
    codes,
    statement: {
      consents,
      ...(wishes === null ? {} : { wishes }),
      ...(locale === null ? {} : { locale }),
    },
  };
}

function everythingOff(asked: Asked): Saved[] {
  const { subject, words, now } = asked;
  return subject.places.map((place) => {
    const wording = `${words.preferences.allOffButton}. ${words.preferences.allOffHint}`;
    const choice = { channel: place.channel, topic: EVERY_TOPIC, wording };
    const change = withdrawal(place.inForce, choice, { now, source: SOURCE, reached: true });
    const consents = change === null ? [] : [change];
    return { place, statement: { consents }, codes: change === null ? [] : ['everything'] };
  });
}

export async function savePreferences(deps: PageDeps, asked: Asked, body: string): Promise<PageAnswer> {
  const { container } = deps;
  const { subject, frame } = asked;
  const form = formOf(body);
  const rows = topicRows(subject, container.settings, frame.locale, asked.now);
  const isAllOff = form.get('do') === 'all-off';
  const all = isAllOff
    ? everythingOff(asked)
    : subject.places.map((place) => savedAt(asked, place, rows, form));
  const codes = new Set(all.flatMap((one) => one.codes));
  for (const { place, statement } of all) await record(container, subject, place, statement);
  const reason = form.get('reason');
  if (isReason(reason)) {
    await recordReason(container, subject, reason);
    codes.add('reason');
  }
  return seeOther({ lang: frame.locale, saved: codes.size === 0 ? 'none' : [...codes].join(',') });
}
