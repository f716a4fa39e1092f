/**
 * What the management API answers, as the console reads it. Instants are ISO 8601 texts in UTC, money is integers in
 * minor units with a currency beside them, and what is not known is null. Nothing here is computed: the words and
 * formats are the console's, the facts are the server's.
 */
import type { JourneyNode } from './journeyTypes.ts';
import type { LocalisedText } from './localisedText.ts';

export type { LocalisedText } from './localisedText.ts';

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

export type Channel = 'email' | 'sms' | 'webhook';
export const CHANNELS = ['email', 'sms', 'webhook'] as const;

/** What came back about a message: the earliest time of each thing, null where it did not happen. */
export interface FeedbackView {
  readonly deliveredAt: string | null;
  readonly openedAt: string | null;
  /** By a mail program that fetches for everybody, or a filter. */
  readonly openedByMachineAt: string | null;
  readonly clickedAt: string | null;
  readonly clickedByMachineAt: string | null;
  readonly softBouncedAt: string | null;
  readonly hardBouncedAt: string | null;
  /** The provider's words. */
  readonly bounceDetail: string | null;
  readonly complainedAt: string | null;
  readonly rejectedAt: string | null;
}

export interface MessageSummary {
  readonly id: string;
  readonly channel: Channel;
  readonly at: string;
  readonly to: string;
  readonly customerId: string;
  readonly customerName: string | null;
  /** Of an SMS its beginning, of a webhook its address. */
  readonly subject: string;
  readonly journeyId: string;
  readonly journeyName: LocalisedText;
  readonly nodeId: string;
  readonly class: string;
  readonly locale: string;
  readonly feedback: FeedbackView | null;
}

export interface MessageHeader {
  readonly name: string;
  readonly value: string;
}

/** What an SMS is charged by: its parts, and the places its text takes in them. */
export interface SmsView {
  readonly from: string;
  readonly encoding: string;
  readonly places: number;
  readonly parts: number;
  /** Characters outside the GSM alphabet, each once. */
  readonly outside: readonly string[];
}

export interface WebhookView {
  readonly method: string;
  readonly url: string;
  readonly payload: unknown;
}

export interface MessageDetail extends MessageSummary {
  readonly html: string;
  readonly text: string;
  readonly preheader: string;
  readonly headers: readonly MessageHeader[];
  readonly sms: SmsView | null;
  readonly webhook: WebhookView | null;
  /** Null for a webhook. */
  readonly template: string | null;
  readonly templateVersion: number | null;
  readonly decision: DecisionView | null;
  /** True where a provider is played, and what came back is made up. */
  readonly feedbackInvented: boolean;
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
  /** Empty for a webhook, which has an address instead. */
  readonly template: string;
  readonly url?: string | null;
  readonly feedback: FeedbackView | null;
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
  /** Of an order within 13 weeks; left out by systems of before. */
  readonly pActive?: number | null;
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
  /** What keeps passages of one journey apart, for example a cart id; '' where nothing does. */
  readonly key?: string;
  /** 1 for the first passage, 2 for the re-entry. */
  readonly entry?: number;
  /** Jumps back taken so far. */
  readonly round?: number;
  /** Arms given by holdouts and experiments, and how waits for events ended. */
  readonly arms?: Readonly<Record<string, string>>;
  /** Whether they rest in a wait; otherwise the step is about to be done. */
  readonly resting?: boolean;
  /** The step they are at, in the version they entered; null where that is not known. */
  readonly node?: JourneyNode | null;
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

/** An id that became this person's, and what it brought. */
export interface MergeView {
  readonly at: string;
  readonly id: string;
  readonly from: string;
  readonly into: string;
  readonly by: string;
  readonly orders: number;
  readonly enrolments: number;
  readonly ended: number;
  readonly fields: readonly string[];
}

export interface CustomerDetail extends CustomerRow {
  /** The id asked for, where that leads to this person. */
  readonly askedAs: string | null;
  readonly otherIds: readonly string[];
  readonly merges: readonly MergeView[];
  /** Customers who gave an address of this person and stay apart. */
  readonly sharedAddressWith: readonly string[];
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
  readonly zone: string | null;
  readonly knownSince: string;
  readonly evidence: Readonly<Record<string, unknown>> | null;
  readonly evidenceText: LocalisedText | null;
  /** Which margin the value rests on; missing where a server tells none. */
  readonly valueMargin?: { readonly share: number; readonly by: 'own' | 'shop' | 'stated' } | null;
  readonly consents: readonly Consent[];
  readonly spendMinor: number | null;
  readonly enrolments: readonly EnrolmentView[];
  readonly decisions: readonly DecisionView[];
  readonly facts: readonly FactView[];
  readonly ordersList: readonly OrderView[];
}

/** Whether messages go out, or who and what holds them. */
export interface Sending {
  readonly sending: boolean;
  readonly stopped: {
    readonly at: string;
    readonly by: string;
    readonly why: string;
    readonly classes: 'promotional' | 'all';
  } | null;
  readonly guard: {
    readonly at: string;
    readonly what: 'complaints' | 'hard-bounces';
    readonly count: number;
    readonly of: number;
  } | null;
}
