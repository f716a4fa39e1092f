/**
 * What comes back about a message: provider events, folded into the decision they are about. The fold keeps the earliest
 * telling of each thing, so any order of arrival and any repetition leaves the same. A bounce or a complaint is a fact about a
 * message that was sent, never its outcome.
 */
import type { DecisionId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { ConsentChannel } from './messageClass.ts';

export const PROVIDER_EVENTS = [
  'sent',
  'delivered',
  'bounced',
  'complained',
  'rejected',
  'opened',
  'clicked',
  'delayed',
] as const;
export type ProviderEventKind = (typeof PROVIDER_EVENTS)[number];

export const BOUNCE_KINDS = ['soft', 'hard'] as const;
export type BounceKind = (typeof BOUNCE_KINDS)[number];

/** Who opened or clicked, where it was no person: a mail program that fetches for everybody, or a filter that tries links. */
export const MACHINES = ['proxy', 'scanner'] as const;
export type Machine = (typeof MACHINES)[number];

/** One thing a provider, or a page of ours, tells about a message. */
export interface ProviderEvent {
  /** The same at every delivery of the event. */
  readonly id: string;
  readonly channel: ConsentChannel;
  readonly kind: ProviderEventKind;
  readonly at: Instant;
  /** Carried as a tag; null where only the provider's own id is known. */
  readonly decisionId: DecisionId | null;
  readonly providerMessageId: string | null;
  /** The address it went to, where the provider says so. */
  readonly recipient?: string;
  readonly bounce?: BounceKind;
  /** A bounce for what the message is (too large, refused as spam): it says nothing about the address. */
  readonly blames?: 'message';
  /** The provider's words. */
  readonly detail?: string;
  readonly link?: string;
  readonly userAgent?: string;
  /** Where it is certain already; otherwise it is judged by `machineOpens.ts`. */
  readonly machine?: Machine;
}

/** Each the earliest instant told. */
export interface Feedback {
  readonly sentAt?: Instant;
  readonly deliveredAt?: Instant;
  readonly softBouncedAt?: Instant;
  readonly hardBouncedAt?: Instant;
  readonly bounceDetail?: string;
  readonly complainedAt?: Instant;
  readonly rejectedAt?: Instant;
  readonly openedAt?: Instant;
  readonly openedByMachineAt?: Instant;
  readonly clickedAt?: Instant;
  readonly clickedByMachineAt?: Instant;
}

type FeedbackTime = Exclude<keyof Feedback, 'bounceDetail'>;

/** What is counted of messages, day by day. */
export const TALLIED = [
  'sent',
  'delivered',
  'soft-bounced',
  'hard-bounced',
  'complained',
  'opened',
  'opened-by-machine',
  'clicked',
  'clicked-by-machine',
] as const;
export type Tallied = (typeof TALLIED)[number];

const TALLY_OF: Readonly<Partial<Record<FeedbackTime, Tallied>>> = {
  deliveredAt: 'delivered',
  softBouncedAt: 'soft-bounced',
  hardBouncedAt: 'hard-bounced',
  complainedAt: 'complained',
  openedAt: 'opened',
  openedByMachineAt: 'opened-by-machine',
  clickedAt: 'clicked',
  clickedByMachineAt: 'clicked-by-machine',
};

const TIMES: readonly FeedbackTime[] = [
  'sentAt',
  'deliveredAt',
  'softBouncedAt',
  'hardBouncedAt',
  'complainedAt',
  'rejectedAt',
  'openedAt',
  'openedByMachineAt',
  'clickedAt',
  'clickedByMachineAt',
];

function timeOf({ kind, bounce, machine }: ProviderEvent): FeedbackTime | null {
  switch (kind) {
    case 'sent':
      return 'sentAt';
    case 'delivered':
      return 'deliveredAt';
    case 'bounced':
      return bounce === 'hard' ? 'hardBouncedAt' : 'softBouncedAt';
    case 'complained':
      return 'complainedAt';
    case 'rejected':
      return 'rejectedAt';
    case 'opened':
      return machine === undefined ? 'openedAt' : 'openedByMachineAt';
    case 'clicked':
      return machine === undefined ? 'clickedAt' : 'clickedByMachineAt';
    case 'delayed':
      return null;
  }
}

/** What one event tells by itself. */
export function feedbackOf(event: ProviderEvent): Feedback {
  const time = timeOf(event);
  if (time === null) return {};
  const detail = event.kind === 'bounced' && event.detail !== undefined ? { bounceDetail: event.detail } : {};
  return { [time]: event.at, ...detail };
}

function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

/** Commutative, associative and idempotent. Of two bounces the words of the greater text stay. */
export function foldFeedback(known: Feedback | null, told: Feedback): Feedback {
  if (known === null) return told;
  const times: Partial<Record<FeedbackTime, Instant>> = {};
  for (const time of TIMES) {
    const at = earliest(known[time], told[time]);
    if (at !== undefined) times[time] = at;
  }
  const details = [known.bounceDetail, told.bounceDetail].filter((one) => one !== undefined).sort();
  const detail = details.at(-1);
  return detail === undefined ? times : { ...times, bounceDetail: detail };
}

/** What is counted because it was told for the first time. */
export function newlyTallied(known: Feedback | null, after: Feedback): Tallied[] {
  return TIMES.filter((time) => after[time] !== undefined && known?.[time] === undefined)
    .map((time) => TALLY_OF[time])
    .filter((what) => what !== undefined);
}
