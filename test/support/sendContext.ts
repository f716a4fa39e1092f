/** What the policy is asked about, sound in everything, with one-line overrides; and its answer in a word. */
import { NONE_EXHAUSTED } from '../../core/message/budgetsOf.ts';
import { decideSend, type SendContext } from '../../core/message/policy.ts';
import { SENDING_FREELY } from '../../core/message/sendingState.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { aContact, aDecision, NOW } from './builders.ts';

/** A promotion that may be sent: to Berlin at noon on a Tuesday, where nothing stands in its way. */
export function aSendContext(overrides: Partial<SendContext> = {}): SendContext {
  return {
    decision: aDecision(),
    contact: aContact(),
    zone: 'Europe/Berlin',
    country: null,
    now: NOW,
    settings: DEFAULT_SETTINGS,
    sending: SENDING_FREELY,
    exhausted: NONE_EXHAUSTED,
    ...overrides,
  };
}

/** `kind` or `kind reason`. */
export function outcomeOf(context: SendContext): string {
  const result = decideSend(context);
  return 'reason' in result ? `${result.kind} ${result.reason}` : result.kind;
}

export interface Rung {
  readonly gate: string;
  readonly passed: boolean;
  readonly [fact: string]: unknown;
}

function isRung(value: unknown): value is Rung {
  return typeof value === 'object' && value !== null && 'gate' in value && 'passed' in value;
}

/** The gates climbed, with what each found. */
export function rungsOf(context: SendContext): readonly Rung[] {
  const { gates } = decideSend(context).evidence();
  return Array.isArray(gates) ? gates.filter(isRung) : [];
}

/** What the gate of this name found; undefined where it was not climbed. */
export function foundAt(gate: string, context: SendContext): Rung | undefined {
  return rungsOf(context).find((rung) => rung.gate === gate);
}
