/**
 * Double opt-in: the mail went to the address, and only its owner can press the button. GET shows the words, POST makes the
 * consent one that counts. Doing nothing confirms nothing.
 */
import { grant } from '../../core/customer/preferenceChange.ts';
import { consentOn } from '../../core/message/consentStanding.ts';
import { answered, seeOther } from './answers.ts';
import type { Asked, PageDeps } from './asked.ts';
import { heading, page } from './frame.ts';
import { html } from './html.ts';
import { record } from './record.ts';
import type { PageAnswer } from './request.ts';
import { topicName } from './topics.ts';

function whatOf({ container }: PageDeps, { subject, frame, words }: Asked): string {
  return topicName(container.settings, subject.claims, frame.locale, words);
}

/** The consent of the link's topic. */
function known({ subject }: Asked) {
  const { inForce, channel } = subject.own;
  return consentOn(inForce, channel, subject.claims.topic);
}

function toBeDone(deps: PageDeps, asked: Asked): string {
  const { frame, words, dates, subject } = asked;
  const say = words.confirm;
  const what = whatOf(deps, asked);
  const change = known(asked);
  const day = change?.state === 'asked' ? dates.day(change.at) : null;
  return page(
    frame,
    say.title,
    html`${heading(say.number, say.headline(what))}
<p>${say.lead(frame.shop.name, subject.own.masked ?? words.thisAddress, day)}</p>
<blockquote>${say.wording(what, frame.shop.name)}</blockquote>
<form method="post" action="?lang=${frame.locale}"><p class="save"><button name="do" value="confirm">${say.button}</button></p></form>
<p class="hint">${say.otherwise}</p>`,
  );
}

function isDone(deps: PageDeps, asked: Asked, since: number): string {
  const { frame, words, dates, subject } = asked;
  const say = words.confirm;
  const preferences = deps.linkTo('preferences', subject.claims);
  return page(
    frame,
    say.title,
    html`<div role="status">${heading(say.doneNumber, say.doneHeadline(whatOf(deps, asked)))}</div>
<p>${say.doneLead(dates.minute(since))}</p>
<p><a href="${preferences}">${words.unsubscribe.toPreferences}</a></p>`,
  );
}

export function showConfirm(deps: PageDeps, asked: Asked): PageAnswer {
  const change = known(asked);
  const isConfirmed = change?.state === 'granted' && change.confirmed === true;
  return answered(200, isConfirmed ? isDone(deps, asked, change.at) : toBeDone(deps, asked));
}

export async function confirm(deps: PageDeps, asked: Asked): Promise<PageAnswer> {
  const { subject, words, frame, now } = asked;
  const { own, claims } = subject;
  const wording = words.confirm.wording(whatOf(deps, asked), frame.shop.name);
  const choice = { channel: own.channel, topic: claims.topic, wording };
  const change = grant(own.inForce, choice, { now, source: 'confirmation page', reached: true });
  if (change !== null) await record(deps.container, subject, own, { consents: [change] });
  return seeOther({ lang: frame.locale });
}
