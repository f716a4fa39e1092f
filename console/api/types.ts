/**
 * What the management API answers, as the console reads it. Instants are ISO 8601 texts in UTC, money is integers in
 * minor units with a currency beside them, and what is not known is null. Nothing here is computed: the words and
 * formats are the console's, the facts are the server's.
 */

/** A text in both languages of the product. */
export interface LocalisedText {
  readonly en: string;
  readonly 'zh-CN': string;
}

export type Stage = 'identification' | 'development' | 'stability' | 'decline';
export const STAGES = ['identification', 'development', 'stability', 'decline'] as const;

export type Outcome = 'pending' | 'claimed' | 'sent' | 'suppressed' | 'held-out' | 'failed' | 'unknown';

export interface Health {
  readonly version: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly mode: 'safe' | 'live';
  readonly ready: boolean;
  /** What the server is busy with while it is not ready. */
  readonly doing: string | null;
  readonly workspace: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
  readonly total: number;
}

export interface MessageSummary {
  readonly id: string;
  readonly at: string;
  readonly to: string;
  readonly customerId: string;
  readonly customerName: string | null;
  readonly subject: string;
  readonly journeyId: string;
  readonly journeyName: LocalisedText;
  readonly nodeId: string;
  readonly class: string;
  readonly locale: string;
}

export interface MessageHeader {
  readonly name: string;
  readonly value: string;
}

export interface MessageDetail extends MessageSummary {
  readonly html: string;
  readonly text: string;
  readonly preheader: string;
  readonly headers: readonly MessageHeader[];
  readonly template: string;
  readonly templateVersion: number;
  readonly decision: DecisionView | null;
  readonly stage: string | null;
}

/**
 * One gate a decision met on its way out: what was found there, with its facts (instants, zone, counts), and the same as a
 * sentence in both languages.
 */
export interface Gate {
  readonly gate: string;
  readonly passed: boolean;
  readonly finding?: string;
  readonly detail?: string | LocalisedText;
  readonly [fact: string]: unknown;
}

export interface DecisionEvidence {
  readonly gates?: readonly Gate[];
  readonly [fact: string]: unknown;
}

export interface DecisionView {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly journeyId: string;
  readonly journeyVersion: number;
  readonly nodeId: string;
  readonly class: string;
  readonly topic: string;
  readonly channel: string;
  readonly decidedAt: string;
  readonly settledAt: string | null;
  /** When a pending decision is next tried. */
  readonly dueAt?: string | null;
  readonly template: string;
  readonly evidence: DecisionEvidence | null;
}

export interface CustomerRow {
  readonly id: string;
  readonly name: string | null;
  readonly stage: Stage | null;
  readonly stageSince: string | null;
  readonly grade: string | null;
  readonly rfmGroup: string | null;
  /** Null before the first evaluation. */
  readonly orders: number | null;
  /** A day or an instant. */
  readonly lastOrder: string | null;
  readonly pAlive: number | null;
  readonly expectedOrders: number | null;
  readonly valueMinor: number | null;
  readonly value: number | null;
  readonly currency: string | null;
}

export interface Consent {
  readonly channel: string;
  readonly topic: string;
  readonly state: string;
  readonly at: string;
  readonly source: string;
}

export interface EnrolmentView {
  readonly journeyId: string;
  readonly journeyName: LocalisedText;
  readonly nodeId: string;
  readonly status: string;
  readonly enteredAt: string;
  readonly endedAt: string | null;
  readonly endReason: string | null;
  readonly endDetail: string | null;
  readonly dueAt: string | null;
  readonly heldOut: boolean;
}

export interface FactView {
  readonly at: string;
  readonly kind: string;
  readonly journeyId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OrderView {
  readonly id: string;
  readonly at: string;
  /** Below 0 for a refund. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly items: readonly string[];
}

export interface CustomerDetail extends CustomerRow {
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
  readonly zone: string | null;
  readonly knownSince: string;
  readonly evidence: Readonly<Record<string, unknown>> | null;
  readonly evidenceText: LocalisedText | null;
  readonly consents: readonly Consent[];
  readonly spendMinor: number | null;
  readonly enrolments: readonly EnrolmentView[];
  readonly decisions: readonly DecisionView[];
  readonly facts: readonly FactView[];
  readonly ordersList: readonly OrderView[];
}

export type JourneyNode =
  | { readonly type: 'send'; readonly template: string; readonly next: string }
  | { readonly type: 'wait'; readonly for: string; readonly next: string }
  | {
      readonly type: 'branch';
      readonly cases: readonly { readonly next: string }[];
      readonly otherwise: string;
    }
  | { readonly type: 'holdout'; readonly share: number; readonly next: string }
  | { readonly type: 'exit'; readonly reason: string }
  | { readonly type: 'end' };

export interface JourneyView {
  readonly id: string;
  readonly version: number;
  readonly name: LocalisedText;
  readonly topic: string;
  readonly class: string;
  readonly nodes: Readonly<Record<string, JourneyNode>>;
  readonly start: string;
  /** People with an active enrolment. */
  readonly inside: number;
  readonly byNode: Readonly<Record<string, number>>;
}
