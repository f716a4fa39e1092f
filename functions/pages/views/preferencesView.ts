/** The preference centre as a page: one form, every choice with what is in force and since when. */
import { isPaused, pauseEnd } from '../../../core/customer/preferenceChange.ts';
import { PACES, isPaceName, type PaceName, paceName } from '../../../core/customer/preferred.ts';
import type { Instant } from '../../../core/time.ts';
import type { Dates } from '../dates.ts';
import { type Frame, heading, notice, page } from '../frame.ts';
import { type Html, html, type Part } from '../html.ts';
import type { Preset } from '../preset.ts';
import type { Subject } from '../subject.ts';
import type { TopicCell, TopicRow } from '../topics.ts';
import {
  PAGE_LOCALES,
  type PageLocale,
  type PageWords,
  REASONS,
  type ReasonCode,
} from '../words/pageWords.ts';
import { pageWords, sourceName } from '../words/words.ts';
import { choice } from './choice.ts';

export interface PreferencesModel {
  readonly frame: Frame;
  readonly words: PageWords;
  readonly dates: Dates;
  readonly now: Instant;
  readonly subject: Subject;
  readonly rows: readonly TopicRow[];
  /** The language messages are written in now. */
  readonly language: PageLocale;
  readonly preset: Preset;
  /** Null where nothing was saved just now. */
  readonly notice: Part;
}

function shownAs(name: string, value: string): Html {
  return html`<input type="hidden" name="shown.${name}" value="${value}">`;
}

function stateOf({ change, standing }: TopicCell, { words, dates }: PreferencesModel): string {
  const { preferences: say } = words;
  if (change === undefined) return standing === 'not-refused' ? say.notNeeded : say.neverAsked;
  const [day, source] = [dates.day(change.at), sourceName(words, change.source)];
  switch (standing) {
    case 'granted':
    case 'not-refused':
      return say.onSince(day, source);
    case 'denied':
    case 'denied-all':
      return say.offSince(day, source);
    case 'unconfirmed':
      return say.awaited(day);
    case 'lapsed':
      return say.lapsed;
    case 'never-asked':
    case 'weak-basis':
      return say.neverAsked;
  }
}

function topicGroup(row: TopicRow, model: PreferencesModel): Html {
  const { words, preset } = model;
  const cells = row.cells.map((cell) => [
    shownAs(cell.field, cell.isOn ? 'on' : 'off'),
    choice({
      type: 'checkbox',
      name: cell.field,
      value: 'on',
      isOn: cell.isOn || preset.topics.has(cell.field),
      label: words.channel[cell.channel],
      state: stateOf(cell, model),
    }),
  ]);
  return html`<fieldset><legend>${row.name}</legend><p class="hint">${row.description}</p>${cells}</fieldset>`;
}

function paceGroup({ subject, words, preset }: PreferencesModel): Html {
  const { preferences: say } = words;
  const inForce = paceName(subject.own.inForce.pace);
  const chosen: PaceName | null = preset.pace ?? inForce;
  const options = Object.keys(PACES)
    .filter(isPaceName)
    .map((pace) =>
      choice({ type: 'radio', name: 'pace', value: pace, isOn: pace === chosen, label: say.paces[pace] }),
    );
  return html`<fieldset><legend>${say.pace}</legend><p class="hint">${say.paceHint}</p>${shownAs('pace', inForce ?? '')}${options}</fieldset>`;
}

function pauseGroup({ subject, words, dates, now }: PreferencesModel): Html {
  const { preferences: say } = words;
  const { inForce } = subject.own;
  const isOn = isPaused(inForce, now);
  const label = isOn
    ? say.pausedUntil(dates.day(inForce.pausedUntil ?? now))
    : say.pauseFor(dates.day(pauseEnd(now)));
  return html`<fieldset><legend>${say.pause}</legend>${shownAs('pause', isOn ? 'on' : 'off')}${choice({ type: 'checkbox', name: 'pause', value: 'on', isOn, label })}</fieldset>`;
}

function languageGroup({ language, words }: PreferencesModel): Html {
  const options = PAGE_LOCALES.map((one) =>
    choice({
      type: 'radio',
      name: 'language',
      value: one,
      isOn: one === language,
      label: pageWords(one).language,
      lang: one,
    }),
  );
  return html`<fieldset><legend>${words.preferences.languageOfMessages}</legend>${shownAs('language', language)}${options}</fieldset>`;
}

function trackingGroup({ subject, words }: PreferencesModel): Html {
  const { preferences: say } = words;
  const isOn = subject.own.inForce.tracking;
  return html`<fieldset><legend>${say.tracking}</legend><p class="hint">${say.trackingHint}</p>${shownAs('tracking', isOn ? 'on' : 'off')}${choice({ type: 'checkbox', name: 'tracking', value: 'on', isOn, label: say.trackingLabel })}</fieldset>`;
}

function profilingGroup({ subject, words }: PreferencesModel): Html {
  const { preferences: say } = words;
  const isOn = subject.own.inForce.profiling !== false;
  return html`<fieldset><legend>${say.profiling}</legend><p class="hint">${say.profilingHint}</p>${shownAs('profiling', isOn ? 'on' : 'off')}${choice({ type: 'checkbox', name: 'profiling', value: 'on', isOn, label: say.profilingLabel })}</fieldset>`;
}

/** Radio buttons of reasons; the last, chosen unless a letter chose another, says none. */
export function reasonChoices(words: PageWords, chosen: ReasonCode | null): Html[] {
  return [...REASONS, null].map((reason) =>
    choice({
      type: 'radio',
      name: 'reason',
      value: reason ?? '',
      isOn: reason === chosen,
      label: reason === null ? words.preferences.noReason : words.reasons[reason],
    }),
  );
}

/** Folded away, unless a letter asked. */
function reasonGroup({ words, preset }: PreferencesModel): Html {
  const { preferences: say } = words;
  const choices = reasonChoices(words, preset.reason);
  if (preset.reason !== null)
    return html`<fieldset><legend>${say.reason}</legend><p class="hint">${say.reasonHint}</p>${choices}</fieldset>`;
  return html`<section><details><summary>${say.reason}</summary><fieldset class="first"><legend class="hint">${say.reasonHint}</legend>${choices}</fieldset></details></section>`;
}

function addresses({ subject, words }: PreferencesModel): string {
  return subject.places.map(({ masked }) => masked ?? words.thisAddress).join(words.comma);
}

/** What a letter asked about comes first. */
function groups(model: PreferencesModel): Html[] {
  const { rows, words, preset } = model;
  const topics = html`<fieldset><legend>${words.preferences.topics}</legend>${rows.map((row) => topicGroup(row, model))}</fieldset>`;
  const pace = paceGroup(model);
  const reason = reasonGroup(model);
  const rest = [pauseGroup(model), languageGroup(model), trackingGroup(model), profilingGroup(model)];
  if (preset.reason !== null) return [reason, topics, pace, ...rest];
  if (preset.pace !== null) return [pace, topics, ...rest, reason];
  return [topics, pace, ...rest, reason];
}

export function preferencesPage(model: PreferencesModel): string {
  const { frame, words, rows, preset } = model;
  const { preferences: say } = words;
  const cells = rows.flatMap((row) => row.cells);
  const on = cells.filter(({ isOn }) => isOn).length;
  const isPreset = preset.reason !== null || preset.pace !== null || preset.topics.size > 0;
  const action = `?lang=${frame.locale}`;
  return page(
    frame,
    say.title,
    html`${notice(model.notice)}
${heading(say.number(on, cells.length), say.headline(frame.shop.name))}
<p>${say.lead(addresses(model))}</p>
${isPreset && html`<p><strong>${say.fromLetter}</strong></p>`}
<form method="post" action="${action}">
${groups(model)}
<p class="save"><button name="do" value="save">${say.save}</button></p>
</form>
<section class="wide"><h2>${say.allOff}</h2><p class="hint">${say.allOffHint}</p>
<form method="post" action="${action}"><p class="buttons"><button class="quiet" name="do" value="all-off">${say.allOffButton}</button></p></form>
</section>`,
  );
}
