/**
 * The send path of one decision: judge, claim, send once, record. The claim commits before the provider hears of the message;
 * there is one attempt; what is ambiguous becomes unknown and is never sent again. A crash between claim and record leaves a
 * claimed decision that the wave finds after the claim timeout and marks unknown. Webhooks alone are tried again instead.
 */
import { type Instant, SECOND_MS } from '../time.ts';
import { budgetsOf, type Exhausted, NONE_EXHAUSTED } from './budgetsOf.ts';
import { claimAndSend, type Ready } from './claimAndSend.ts';
import type { Decision } from './decision.ts';
import { countryOf } from './jurisdiction.ts';
import { outboundMessage, withPicks } from './outboundMessage.ts';
import { decideSend, type SendContext, takesLastSlot } from './policy.ts';
import { refuseSend } from './refuseSend.ts';
import { rivalsOf } from './rivals.ts';
import type { SendDeps } from './sendDeps.ts';
import { recordDoubt, type SendResult, suppress } from './settle.ts';
import { type Subject, subjectOf } from './subject.ts';

export { TEST_JOURNEY } from './claimAndSend.ts';
export type { SendDeps } from './sendDeps.ts';
export type { SendResult } from './settle.ts';

/** A contact that moved, or a slice that ran out, between judging and claiming. */
const MOST_RACES = 5;

function contextOf(
  deps: SendDeps,
  { decision, inForce, person }: Subject,
  now: Instant,
  exhausted: Exhausted,
): SendContext {
  const { settings, sending } = deps;
  const country = person === null ? null : countryOf(person, decision.channel);
  const zone = person?.zone ?? null;
  const isEnded = person?.lifecycle?.winBack?.verdict === 'end';
  return {
    decision,
    contact: inForce,
    zone,
    country,
    now,
    settings,
    sending,
    exhausted,
    ...(isEnded ? { isEnded } : {}),
  };
}

/** Pays for the message out of the purse, and sends it; where a budget has too little the policy says what then. */
async function payAndSend(deps: SendDeps, subject: Subject, ready: Ready): Promise<SendResult | 'again'> {
  const { decision, person, address } = subject;
  const { now } = ready.context;
  if (person === null || address === null) return suppress(deps, decision, now, 'no-address', null);
  const showing = await withPicks(deps, decision, person, now);
  const message = outboundMessage(deps, showing, person, address, now);
  if (message === null) return suppress(deps, decision, now, 'unknown-template', null);
  const budgets = budgetsOf(decision, deps.settings, deps.dailyQuota, now);
  const cost = await deps.costOf(message);
  const taken = await deps.purse.take(budgets, cost, now);
  if (taken.kind === 'taken') return claimAndSend(deps, subject, ready, message, taken.slice, cost);
  const context = contextOf(deps, subject, now, new Map([[taken.budget, taken.freeAt]]));
  const verdict = decideSend(context);
  if (verdict.kind !== 'send') return refuseSend(deps, decision, verdict, now);
  return claimAndSend(deps, subject, { context, verdict }, message, null, cost);
}

/** Where it would take the last slot of a cap, what else waits for the person is looked at first. */
async function judged(deps: SendDeps, context: SendContext): Promise<Ready> {
  const verdict = decideSend(context);
  if (verdict.kind !== 'send' || !takesLastSlot(context)) return { context, verdict };
  const rivals = await rivalsOf(deps.store, context.decision, context.now);
  if (rivals.length === 0) return { context, verdict };
  const among = { ...context, rivals };
  return { context: among, verdict: decideSend(among) };
}

async function judgeAndAct(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult | 'again'> {
  const subject = await subjectOf(deps, decision);
  const { context, verdict } = await judged(deps, contextOf(deps, subject, now, NONE_EXHAUSTED));
  if (verdict.kind === 'send') return payAndSend(deps, subject, { context, verdict });
  return refuseSend(deps, decision, verdict, now);
}

/** A claim that never got its outcome: nobody knows whether it left. */
function giveUpClaim(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult> {
  const reason = 'no outcome within 15 minutes of the claim';
  return recordDoubt(deps, decision, decision.claimant, reason, now, decision.evidence);
}

/** Runs one due decision to its outcome, or holds it. Never sends a person one twice. */
export async function runSend(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult> {
  if (decision.outcome === 'claimed') return giveUpClaim(deps, decision, now);
  for (let race = 0; race < MOST_RACES; race += 1) {
    const result = await judgeAndAct(deps, decision, now);
    if (result !== 'again') return result;
  }
  const dueAt = now + SECOND_MS;
  await deps.store.release({ decisionId: decision.id, claimant: null, dueAt, evidence: decision.evidence });
  return 'held';
}
