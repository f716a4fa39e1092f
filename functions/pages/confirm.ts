/**
 * Double opt-in: the mail went to the address, and only its owner can press the button. GET shows the words, POST makes the
 * consent one that counts. Doing nothing confirms nothing.
 */
import { unconfirmedTopics } from '../../core/customer/confirmTask.ts';
import { grant } from '../../core/customer/preferenceChange.ts';
import { consentOn } from '../../core/message/consentStanding.ts';
import type { ConsentChange } from '../../core/message/contact.ts';
import { answered, seeOther } from './answers.ts';
import type { Asked, PageDeps } from './asked.ts';
import { heading, page } from './frame.ts';
import { html } from './html.ts';
import { record } from './record.ts';
import type { PageAnswer } from './request.ts';
import { topicName } from './topics.ts';

/** Every topic that waits at the address, one letter asking for all; where none does, that of the link. */
function topicsOf({ container }: PageDeps, { subject, now }: Asked): readonly string[] {
  const { own, claims, person } = subject;
  const waiting = person === null ? [] : unconfirmedTopics(own.inForce, person, container.settings, now);
  return waiting.length > 0 ? waiting : [claims.topic];
}

function namesOf({ container }: PageDeps, { subject, frame, words }: Asked, topics: readonly string[]) {
  const { channel } = subject.claims;
  return topics
    .map((topic) => topicName(container.settings, { topic, channel }, frame.locale, words))
    .join(words.comma);
}

function changeFor({ subject }: Asked, topic: string): ConsentChange | undefined {
  const { inForce, channel } = subject.own;
  return consentOn(inForce, channel, topic);
}

function toBeDone(deps: PageDeps, asked: Asked): string {
  const { frame, words, dates, subject } = asked;
  const say = words.confirm;
  const topics = topicsOf(deps, asked);
  const what = namesOf(deps, asked, topics);
  const [told] = topics.map((topic) => changeFor(asked, topic));
  const day = told === undefined ? null : dates.day(told.at);
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

/** What was confirmed together with the link's own topic. */
function confirmedTopics(asked: Asked): string[] {
  const { own, claims } = asked.subject;
  const told = changeFor(asked, claims.topic);
  const together = Object.values(own.inForce.consents).filter(
    ({ channel, confirmed, at }) => channel === own.channel && confirmed === true && at === told?.at,
  );
  return together.length > 0 ? together.map(({ topic }) => topic).sort() : [claims.topic];
}

function isDone(deps: PageDeps, asked: Asked, since: number): string {
  const { frame, words, dates, subject } = asked;
  const say = words.confirm;
  const preferences = deps.linkTo('preferences', subject.claims);
  return page(
    frame,
    say.title,
    html`<div role="status">${heading(say.doneNumber, say.doneHeadline(namesOf(deps, asked, confirmedTopics(asked))))}</div>
<p>${say.doneLead(dates.minute(since))}</p>
<p><a href="${preferences}">${words.unsubscribe.toPreferences}</a></p>`,
  );
}

export function showConfirm(deps: PageDeps, asked: Asked): PageAnswer {
  const change = changeFor(asked, asked.subject.claims.topic);
  const isConfirmed = change?.state === 'granted' && change.confirmed === true;
  return answered(200, isConfirmed ? isDone(deps, asked, change.at) : toBeDone(deps, asked));
}

export async function confirm(deps: PageDeps, asked: Asked): Promise<PageAnswer> {
  const { subject, words, frame, now } = asked;
  const { own } = subject;
  const topics = topicsOf(deps, asked);
  const wording = words.confirm.wording(namesOf(deps, asked, topics), frame.shop.name);
  const proof = { now, source: 'confirmation page', reached: true };
  const consents = topics.flatMap(
    (topic) => grant(own.inForce, { channel: own.channel, topic, wording }, proof) ?? [],
  );
  await record(deps.container, subject, own, { consents });
  return seeOther({ lang: frame.locale });
}
