/** The page behind an unsubscribe link: what would be switched off, or that it is, with a way back. */
import { isPaused, pauseEnd } from '../../../core/customer/preferenceChange.ts';
import { paceName } from '../../../core/customer/preferred.ts';
import { consentOn } from '../../../core/message/consentStanding.ts';
import { EVERY_TOPIC } from '../../../core/message/contact.ts';
import type { Asked } from '../asked.ts';
import { heading, notice, page } from '../frame.ts';
import { type Html, html, type Part } from '../html.ts';
import { reasonChoices } from './preferencesView.ts';

export interface UnsubscribeModel {
  readonly asked: Asked;
  /** What it is about, in words. */
  readonly what: string;
  readonly topic: string;
  /** Where all choices are. */
  readonly preferences: string;
}

function button(does: string, label: string, isQuiet = true): Html {
  return html`<button${isQuiet && html` class="quiet"`} name="do" value="${does}">${label}</button>`;
}

function action({ asked }: UnsubscribeModel): string {
  return `?lang=${asked.frame.locale}`;
}

function before(model: UnsubscribeModel): Part {
  const { asked, what, preferences } = model;
  const { words, subject } = asked;
  const say = words.unsubscribe;
  return html`${heading(say.number, say.headline(what))}
<p>${say.lead(what, subject.own.masked ?? words.thisAddress)}</p>
<form method="post" action="${action(model)}"><p class="save">${button('off', say.button, false)}</p></form>
<p class="save"><a href="${preferences}">${say.rather}</a></p>
<p class="hint">${say.stays}</p>`;
}

/** Gentler or stronger choices, those left out that hold already. */
function others({ asked, topic }: UnsubscribeModel): Html[] {
  const { words, subject, now, dates } = asked;
  const say = words.unsubscribe;
  const { inForce, channel } = subject.own;
  const everything = inForce.consents[`${channel}/${EVERY_TOPIC}`];
  const offered: Html[] = [];
  if (topic !== EVERY_TOPIC && consentOn(inForce, channel, EVERY_TOPIC) === undefined)
    offered.push(button('all-off', say.allOff));
  if (everything === undefined && paceName(inForce.pace) !== 'monthly')
    offered.push(button('monthly', say.monthly));
  if (everything === undefined && !isPaused(inForce, now))
    offered.push(button('pause', say.pause(dates.day(pauseEnd(now)))));
  return offered;
}

function after(model: UnsubscribeModel, since: number): Part {
  const { asked, what, topic, preferences } = model;
  const { words, subject, dates } = asked;
  const say = words.unsubscribe;
  const address = subject.own.masked ?? words.thisAddress;
  const offered = others(model);
  return html`${heading(say.doneNumber, say.doneHeadline(what))}
<p>${say.doneLead(what, address, dates.minute(since))}</p>
<p class="hint">${say.stays}</p>
${topic !== EVERY_TOPIC && html`<form method="post" action="${action(model)}"><p class="buttons">${button('undo', say.undo)}</p></form>`}
<section class="wide"><h2>${say.more}</h2>
${offered.length > 0 && html`<form method="post" action="${action(model)}"><p class="buttons">${offered}</p></form>`}
<p class="save"><a href="${preferences}">${say.toPreferences}</a></p></section>
<section><form method="post" action="${action(model)}"><fieldset class="first"><legend>${say.reason}</legend>${reasonChoices(words, null)}</fieldset><p class="buttons">${button('reason', say.sendReason)}</p></form></section>`;
}

/** What was done just now, as far as it is so. */
function done({ asked, what, topic }: UnsubscribeModel): string | null {
  const { words, subject, query, dates, now } = asked;
  const { inForce, channel } = subject.own;
  switch (query.get('done') ?? '') {
    case 'undo':
      return consentOn(inForce, channel, topic)?.state === 'granted' ? words.unsubscribe.undone(what) : null;
    case 'all-off':
      return consentOn(inForce, channel, EVERY_TOPIC) === undefined ? null : words.preferences.nowAllOff;
    case 'monthly':
      return words.preferences.nowPace(words.preferences.paces[paceName(inForce.pace) ?? 'all']);
    case 'pause':
      return isPaused(inForce, now)
        ? words.preferences.nowPaused(dates.day(inForce.pausedUntil ?? now))
        : null;
    case 'reason':
      return words.preferences.thanksForReason;
    default:
      return null;
  }
}

export function unsubscribePage(model: UnsubscribeModel): string {
  const { asked, topic } = model;
  const { inForce, channel } = asked.subject.own;
  const change = consentOn(inForce, channel, topic);
  const body = change?.state === 'denied' ? after(model, change.at) : before(model);
  return page(asked.frame, asked.words.unsubscribe.title, html`${notice(done(model))}${body}`);
}
