/** What the system did and why: `why`, the ledger, parked records, settings. */
import { customerId } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { Fact } from '../../../core/fact.ts';
import { workOf } from '../../../core/journey/dueRecord.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { notFound } from '../../shared/problem.ts';
import { feedbackView } from '../views/feedback.ts';
import { withGateText } from '../views/gateText.ts';
import type { Route } from './route.ts';

const MOST_FACTS = 1_000;

function ofDecision(decision: Decision) {
  return {
    at: isoInstant(decision.settledAt ?? decision.claimedAt ?? decision.decidedAt),
    what: `${decision.channel} "${decision.url ?? decision.template}" of ${decision.journeyId} at ${decision.nodeId}`,
    decision: decision.outcome === 'claimed' ? 'pending' : decision.outcome,
    reason: decision.reason,
    feedback: feedbackView(decision.feedback),
    evidence: {
      id: decision.id,
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

export function listParked({ store }: Container): Route {
  return async () => {
    const parked = await store.parked(1_000);
    return {
      items: parked.map(({ record, error }) => {
        const work = workOf(record);
        return { kind: record.kind, id: work.id, customerId: work.customerId, error };
      }),
    };
  };
}
