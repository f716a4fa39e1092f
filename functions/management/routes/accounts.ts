/** `GET /v1/why/{id}`: what the system did about one person, and why. */
import { customerId } from '../../../core/ids.ts';
import { firstCallOf } from '../../../core/message/callAgain.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { Fact } from '../../../core/fact.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { notFound } from '../../shared/problem.ts';
import { feedbackView } from '../views/feedback.ts';
import { withGateText } from '../views/gateText.ts';
import type { Route } from './route.ts';

const MOST_FACTS = 1_000;

/** Of a webhook that is called again: what it was first, which the receiver knows it by. */
function callOf({ id, channel }: Decision): { readonly webhookId?: string } {
  const webhookId = channel === 'webhook' ? firstCallOf(id) : id;
  return webhookId === id ? {} : { webhookId };
}

function ofDecision(decision: Decision) {
  return {
    at: isoInstant(decision.settledAt ?? decision.claimedAt ?? decision.decidedAt),
    what: `${decision.channel} "${decision.url ?? decision.template}" of ${decision.journeyId} at ${decision.nodeId}`,
    decision: decision.outcome === 'claimed' ? 'pending' : decision.outcome,
    reason: decision.reason,
    feedback: feedbackView(decision.feedback),
    evidence: {
      id: decision.id,
      ...callOf(decision),
      decidedAt: isoInstant(decision.decidedAt),
      dueAt: decision.dueAt === null ? null : isoInstant(decision.dueAt),
      journeyVersion: decision.journeyVersion,
      templateVersion: decision.templateVersion,
      settingsVersion: decision.settingsVersion,
      modelVersion: decision.modelVersion,
      ...withGateText(decision.evidence),
    },
  };
}

function ofFact(fact: Fact) {
  const reason = fact.body.reason ?? fact.body.rule ?? fact.body.event ?? null;
  return {
    at: isoInstant(fact.at),
    what: fact.journeyId === null ? fact.kind : `${fact.kind} ${fact.journeyId}`,
    decision: fact.kind,
    reason: typeof reason === 'string' ? reason : null,
    evidence: fact.body,
  };
}

/** Facts that the decisions already tell. */
function toldByDecision({ kind }: Fact): boolean {
  return kind === 'message-accepted' || kind === 'message-settled' || kind === 'message-feedback';
}

export function why({ store }: Container): Route {
  return async ({ params, query }) => {
    const id = customerId(params.id ?? '');
    if ((await store.loadProfile(id)) === null) {
      throw notFound(
        'unknown-customer',
        `there is no customer "${id}"`,
        'list them with: perennial customers list',
      );
    }
    const [decisions, facts] = await Promise.all([store.decisionsOf(id), store.factsOf(id, MOST_FACTS)]);
    const wanted = (journeyId: string | null) => query.journey === undefined || journeyId === query.journey;
    const entries = [
      ...decisions.filter((one) => wanted(one.journeyId)).map(ofDecision),
      ...facts.filter((one) => wanted(one.journeyId) && !toldByDecision(one)).map(ofFact),
    ];
    return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  };
}
