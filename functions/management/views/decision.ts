/** Decisions as the management API shows them. */
import type { Decision } from '../../../core/message/decision.ts';
import { isoInstant } from '../../../core/time.ts';
import { isoOrNull } from './customer.ts';
import { feedbackView } from './feedback.ts';
import { withGateText } from './gateText.ts';

export function decisionView(decision: Decision) {
  return {
    id: decision.id,
    outcome: decision.outcome,
    reason: decision.reason,
    journeyId: decision.journeyId,
    journeyVersion: decision.journeyVersion,
    nodeId: decision.nodeId,
    class: decision.class,
    topic: decision.topic,
    channel: decision.channel,
    template: decision.template,
    url: decision.url,
    templateVersion: decision.templateVersion,
    decidedAt: isoInstant(decision.decidedAt),
    settledAt: isoOrNull(decision.settledAt),
    dueAt: isoOrNull(decision.dueAt),
    settingsVersion: decision.settingsVersion,
    modelVersion: decision.modelVersion,
    feedback: feedbackView(decision.feedback),
    evidence: withGateText(decision.evidence),
  };
}
