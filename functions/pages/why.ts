/** Why somebody got a message: which it was, when and where it went, on what consent, and what set it off. */
import { consentOn } from '../../core/message/consentStanding.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { Decision } from '../../core/message/decision.ts';
import { answered } from './answers.ts';
import type { Asked, PageDeps } from './asked.ts';
import { heading, page } from './frame.ts';
import { type Html, html, type Part } from './html.ts';
import type { PageAnswer } from './request.ts';
import { topicName } from './topics.ts';
import { sourceName } from './words/words.ts';

function row(term: string, value: Part): Html | null {
  return value === null ? null : html`<dt>${term}</dt><dd>${value}</dd>`;
}

/** Messages that need no consent: they belong to something the customer did. */
function needsNone(decision: Decision | null): boolean {
  return decision?.class === 'transactional' || decision?.class === 'service';
}

function basis(deps: PageDeps, { subject, words, dates, frame }: Asked): Part {
  const { own, claims, decision } = subject;
  const say = words.why;
  if (needsNone(decision)) return say.noConsentNeeded;
  const what = topicName(deps.container.settings, claims, frame.locale, words);
  const change = consentOn(own.inForce, own.channel, claims.topic);
  if (change === undefined) return say.noRecord;
  const day = dates.day(change.at);
  if (change.state === 'denied') return say.withdrawnSince(what, day);
  const told = say.consent(what, day, sourceName(words, change.source));
  if (change.wording === null) return told;
  return html`${told}<br>${say.wordingShown}: <q>${change.wording}</q>`;
}

async function passageOf(deps: PageDeps, { subject }: Asked): Promise<Enrolment | null> {
  const { decision, claims } = subject;
  if (decision === null) return null;
  const record = await deps.container.store.loadPerson(claims.customerId);
  return record?.enrolments.find((one) => one.id === decision.enrolmentId) ?? null;
}

function causeOf({ words, dates }: Asked, passage: Enrolment | null): string {
  const say = words.why;
  if (passage === null) return say.causeShop;
  const { event } = passage.trigger;
  if (typeof event !== 'string') return say.causeStage;
  return say.causeEvent(say.events[event] ?? event, dates.day(passage.enteredAt));
}

async function programmeOf(deps: PageDeps, { subject, frame }: Asked): Promise<string | null> {
  const { decision } = subject;
  if (decision === null) return null;
  const { book } = await deps.container.inForce();
  const journey = book.latest.find((one) => one.id === decision.journeyId);
  return journey?.definition.name[frame.locale] ?? null;
}

export async function showWhy(deps: PageDeps, asked: Asked): Promise<PageAnswer> {
  const { subject, frame, words, dates } = asked;
  const { claims, decision, own } = subject;
  const say = words.why;
  const what = topicName(deps.container.settings, claims, frame.locale, words);
  const sentAt = decision?.claimedAt ?? decision?.decidedAt ?? null;
  const passage = await passageOf(deps, asked);
  return answered(
    200,
    page(
      frame,
      say.title,
      html`${heading(null, say.headline(frame.shop.name))}
<dl>${row(say.message, what)}
${row(say.sent, sentAt === null ? null : dates.minute(sentAt))}
${row(say.to, own.masked ?? words.thisAddress)}
${row(say.because, basis(deps, asked))}
${row(say.programme, await programmeOf(deps, asked))}
${row(say.cause, decision === null ? null : causeOf(asked, passage))}</dl>
<section><h2>${say.change}</h2><p class="buttons"><a href="${deps.linkTo('preferences', claims)}">${words.unsubscribe.toPreferences}</a> · <a href="${deps.linkTo('unsubscribe', claims)}">${words.unsubscribe.title}</a></p></section>`,
    ),
  );
}
