/** What was decided in a case: messages and what became of them, journeys entered, refused and left, traits set. */
import type { EndReason } from '../../core/journey/enrolment.ts';
import type { Fact } from '../../core/fact.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Decision, Outcome } from '../../core/message/decision.ts';
import type { Channel } from '../../core/message/messageClass.ts';
import type { Instant } from '../../core/time.ts';
import { ENDINGS } from './caseParts.ts';

interface Head {
  /** When it took effect: a message when it was sent or given up, not when it was decided. */
  readonly at: Instant;
  readonly customer: string;
}

interface OfJourney extends Head {
  readonly journey: string;
  /** '' where entry is not keyed. */
  readonly key: string;
}

export interface DecidedSend extends OfJourney {
  readonly kind: 'send';
  readonly node: string;
  /** '' for a webhook. */
  readonly template: string;
  readonly channel: Channel;
  readonly outcome: Exclude<Outcome, 'claimed'>;
  readonly reason: string | null;
  readonly decidedAt: Instant;
  readonly evidence: JsonObject | null;
}

export type Decided =
  | DecidedSend
  | (OfJourney & { readonly kind: 'enters' })
  | (OfJourney & { readonly kind: 'ends'; readonly reason: EndReason; readonly by: string | null })
  | (OfJourney & { readonly kind: 'refuses'; readonly reason: string; readonly by: string | null })
  | (OfJourney & { readonly kind: 'gives'; readonly node: string; readonly arm: string })
  | (OfJourney & { readonly kind: 'task'; readonly node: string })
  | (Head & { readonly kind: 'trait'; readonly traits: JsonObject });

/** The event key in the id of a passage. */
function keyIn(passage: unknown): string {
  const key = typeof passage === 'string' ? passage.split('/').at(-2) : undefined;
  return key === undefined ? '' : decodeURIComponent(key);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function decidedSend(decision: Decision): DecidedSend {
  const { outcome, decidedAt, settledAt, evidence, reason, template, channel } = decision;
  return {
    kind: 'send',
    at: settledAt ?? decidedAt,
    customer: decision.customerId,
    journey: decision.journeyId,
    key: keyIn(decision.enrolmentId),
    node: decision.nodeId,
    template,
    channel,
    outcome: outcome === 'claimed' ? 'pending' : outcome,
    reason,
    decidedAt,
    evidence,
  };
}

/** Of a task of a journey: the passage and the node. */
const ASKED_BY_STEP = /^journey\/(.+)\/([^/]+)\/\d+$/;

/** What a fact says was decided; null for facts that say something else. Messages are told by their decisions. */
export function decidedByFact({ kind, at, customerId: customer, journeyId, body }: Fact): Decided | null {
  const journey = journeyId ?? '';
  switch (kind) {
    case 'journey-entered':
      return { kind: 'enters', at, customer, journey, key: keyIn(body.enrolment) };
    case 'journey-ended': {
      const reason = ENDINGS.find((one) => one === body.reason) ?? 'broken';
      return {
        kind: 'ends',
        at,
        customer,
        journey,
        key: keyIn(body.enrolment),
        reason,
        by: textOf(body.detail),
      };
    }
    case 'journey-refused': {
      const reason = textOf(body.reason) ?? '';
      return {
        kind: 'refuses',
        at,
        customer,
        journey,
        key: textOf(body.key) ?? '',
        reason,
        by: textOf(body.by),
      };
    }
    case 'journey-gave': {
      const node = textOf(body.node) ?? '';
      const arm = textOf(body.arm) ?? '';
      return { kind: 'gives', at, customer, journey, key: keyIn(body.enrolment), node, arm };
    }
    case 'care-task': {
      const asked = ASKED_BY_STEP.exec(textOf(body.task) ?? '');
      if (asked === null || body.state !== 'open') return null;
      const [, passage, node = ''] = asked;
      return { kind: 'task', at, customer, journey, key: keyIn(passage), node };
    }
    case 'event':
    case 'stage-changed':
    case 'journey-migrated':
    case 'message-accepted':
    case 'message-settled':
    case 'message-feedback':
    case 'consent-changed':
    case 'merged':
    case 'merge-refused':
    case 'offer':
    case 'win-back':
    case 'segment-entered':
    case 'segment-left':
      return null;
  }
}
