/**
 * Unsubscribing from what a message was about. GET shows what would be switched off; a POST switches it off at once, whoever
 * sends it: a mail program (RFC 8058: `List-Unsubscribe=One-Click`, no cookie, no redirect) or the page's own button, which
 * leads to a page with a way back and gentler choices.
 */
import {
  changedWishes,
  grant,
  isPaused,
  pauseEnd,
  withdrawal,
} from '../../core/customer/preferenceChange.ts';
import { PACES } from '../../core/customer/preferred.ts';
import { EVERY_TOPIC } from '../../core/message/contact.ts';
import { answered, plainly, seeOther } from './answers.ts';
import type { Asked, PageDeps } from './asked.ts';
import { record, recordReason, type Statement } from './record.ts';
import { formOf, type PageAnswer } from './request.ts';
import { topicName } from './topics.ts';
import { unsubscribePage } from './views/unsubscribeView.ts';
import type { PageSource } from './words/pageWords.ts';
import { isReason } from './words/words.ts';

/** What the message was about; one about nothing in particular stands for everything. */
function topicOf({ subject }: Asked): string {
  return subject.claims.topic === '' ? EVERY_TOPIC : subject.claims.topic;
}

function whatOf({ container }: PageDeps, { subject, frame, words }: Asked): string {
  return topicName(container.settings, subject.claims, frame.locale, words);
}

export function showUnsubscribe(deps: PageDeps, asked: Asked): PageAnswer {
  const what = whatOf(deps, asked);
  const preferences = deps.linkTo('preferences', asked.subject.claims);
  return answered(200, unsubscribePage({ asked, what, topic: topicOf(asked), preferences }));
}

function withdrawn(deps: PageDeps, asked: Asked, topic: string, source: PageSource): Statement {
  const { subject, words, now } = asked;
  const { own } = subject;
  const what = topic === EVERY_TOPIC ? words.everything : whatOf(deps, asked);
  const wording = `${words.unsubscribe.button}: ${what}.`;
  const choice = { channel: own.channel, topic, wording };
  const change = withdrawal(own.inForce, choice, { now, source, reached: true });
  return { consents: change === null ? [] : [change] };
}

function granted(deps: PageDeps, asked: Asked): Statement {
  const { subject, words, now, frame } = asked;
  const { own } = subject;
  if (topicOf(asked) === EVERY_TOPIC) return { consents: [] };
  const wording = words.unsubscribe.wording(whatOf(deps, asked), frame.shop.name);
  const choice = { channel: own.channel, topic: topicOf(asked), wording };
  const change = grant(own.inForce, choice, { now, source: 'unsubscribe page', reached: true });
  return { consents: change === null ? [] : [change] };
}

/** What a button of the page asks for; every POST that names none of the others unsubscribes. */
const ACTIONS = ['off', 'undo', 'all-off', 'monthly', 'pause', 'reason'] as const;
type Action = (typeof ACTIONS)[number];

function statementFor(action: Action, deps: PageDeps, asked: Asked): Statement {
  const { inForce } = asked.subject.own;
  const wishing = (wishes: Parameters<typeof changedWishes>[1]): Statement => {
    const changed = changedWishes(inForce, wishes);
    return { consents: [], ...(changed === null ? {} : { wishes: changed }) };
  };
  switch (action) {
    case 'off':
      return withdrawn(deps, asked, topicOf(asked), 'unsubscribe page');
    case 'all-off':
      return withdrawn(deps, asked, EVERY_TOPIC, 'unsubscribe page');
    case 'undo':
      return granted(deps, asked);
    case 'monthly':
      return wishing({ pace: PACES.monthly });
    case 'pause':
      return isPaused(inForce, asked.now) ? { consents: [] } : wishing({ pausedUntil: pauseEnd(asked.now) });
    case 'reason':
      return { consents: [] };
  }
}

export async function unsubscribe(deps: PageDeps, asked: Asked, body: string): Promise<PageAnswer> {
  const { container } = deps;
  const { subject, words, frame } = asked;
  const form = formOf(body);
  if (form.get('List-Unsubscribe') === 'One-Click') {
    await record(container, subject, subject.own, withdrawn(deps, asked, topicOf(asked), 'one-click'));
    return plainly(200, words.unsubscribe.oneClick(whatOf(deps, asked)));
  }
  const action = ACTIONS.find((one) => one === form.get('do')) ?? 'off';
  await record(container, subject, subject.own, statementFor(action, deps, asked));
  const reason = form.get('reason');
  if (action === 'reason' && isReason(reason)) await recordReason(container, subject, reason);
  return seeOther({ lang: frame.locale, done: action });
}
