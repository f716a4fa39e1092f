/** What the pages say, in each language they speak. Dates and names come in ready to be read. */
import { SHIPPED_LOCALES, type ShippedLocale } from '../../../core/message/templateLocale.ts';
import type { ConsentChannel } from '../../../core/message/messageClass.ts';
import type { PaceName } from '../../../core/customer/preferred.ts';

export type PageLocale = ShippedLocale;
export const PAGE_LOCALES = SHIPPED_LOCALES;

/** Why somebody leaves or writes less; the codes the shipped letters use among them. */
export const REASONS = [
  'too-often',
  'not-relevant',
  'price',
  'range',
  'inconvenience',
  'failure',
  'competition',
  'no-need',
  'never-asked',
] as const;
export type ReasonCode = (typeof REASONS)[number];

/** Where the pages themselves record a change. */
export const SOURCES = ['preference centre', 'unsubscribe page', 'one-click', 'confirmation page'] as const;
export type PageSource = (typeof SOURCES)[number];

export interface PageWords {
  /** Of the language itself, for the switch. */
  readonly language: string;
  readonly otherLanguages: string;
  readonly channel: Readonly<Record<ConsentChannel, string>>;
  readonly source: Readonly<Record<PageSource, string>>;
  /** A topic as it comes by a channel: `“Offers” by email`. */
  readonly named: (topic: string, channel: ConsentChannel) => string;
  /** Between the items of a list within a sentence. */
  readonly comma: string;
  /** Where the address itself is not known any more. */
  readonly thisAddress: string;
  readonly everything: string;
  readonly poweredBySender: (shop: string) => string;

  readonly preferences: {
    readonly title: string;
    readonly number: (on: number, all: number) => string;
    readonly headline: (shop: string) => string;
    readonly lead: (addresses: string) => string;
    readonly topics: string;
    readonly onSince: (day: string, source: string) => string;
    readonly offSince: (day: string, source: string) => string;
    readonly awaited: (day: string) => string;
    readonly neverAsked: string;
    readonly notNeeded: string;
    readonly lapsed: string;
    readonly wording: (topic: string, description: string, channel: string, shop: string) => string;
    readonly pace: string;
    readonly paceHint: string;
    readonly paces: Readonly<Record<PaceName, string>>;
    readonly pause: string;
    readonly pauseFor: (until: string) => string;
    readonly pausedUntil: (until: string) => string;
    readonly languageOfMessages: string;
    readonly tracking: string;
    readonly trackingHint: string;
    readonly trackingLabel: string;
    readonly profiling: string;
    readonly profilingHint: string;
    readonly profilingLabel: string;
    readonly reason: string;
    readonly reasonHint: string;
    readonly noReason: string;
    readonly save: string;
    readonly allOff: string;
    readonly allOffHint: string;
    readonly allOffButton: string;
    readonly fromLetter: string;
    readonly savedTitle: string;
    readonly nothingChanged: string;
    readonly nowOn: (what: string) => string;
    readonly nowOff: (what: string) => string;
    readonly nowAllOff: string;
    readonly nowPace: (pace: string) => string;
    readonly nowPaused: (until: string) => string;
    readonly nowGoingOn: string;
    readonly nowTracked: string;
    readonly nowUntracked: string;
    readonly nowProfiled: string;
    readonly nowUnprofiled: string;
    readonly nowLanguage: (language: string) => string;
    readonly thanksForReason: string;
  };

  readonly unsubscribe: {
    readonly title: string;
    readonly number: string;
    readonly headline: (what: string) => string;
    readonly lead: (what: string, address: string) => string;
    readonly button: string;
    readonly rather: string;
    readonly doneNumber: string;
    readonly doneHeadline: (what: string) => string;
    readonly doneLead: (what: string, address: string, day: string) => string;
    readonly undo: string;
    readonly undone: (what: string) => string;
    readonly wording: (what: string, shop: string) => string;
    readonly more: string;
    readonly allOff: string;
    readonly monthly: string;
    readonly pause: (until: string) => string;
    readonly reason: string;
    readonly sendReason: string;
    readonly stays: string;
    readonly toPreferences: string;
    /** The whole answer to a mail program. */
    readonly oneClick: (what: string) => string;
  };

  readonly confirm: {
    readonly title: string;
    readonly number: string;
    readonly headline: (what: string) => string;
    readonly lead: (shop: string, address: string, day: string | null) => string;
    readonly wording: (what: string, shop: string) => string;
    readonly button: string;
    readonly otherwise: string;
    readonly doneNumber: string;
    readonly doneHeadline: (what: string) => string;
    readonly doneLead: (day: string) => string;
  };

  readonly survey: {
    readonly title: string;
    readonly lead: (shop: string) => string;
    /** What the first and the last number of a scale stand for. */
    readonly ends: Readonly<Record<'nps' | 'csat', { readonly least: string; readonly most: string }>>;
    readonly comment: string;
    readonly send: string;
    readonly change: string;
    readonly answeredOn: (day: string) => string;
    readonly thanks: string;
    /** Where the question is not kept any more, or was none. */
    readonly closed: string;
    readonly closedText: string;
  };

  readonly why: {
    readonly title: string;
    readonly headline: (shop: string) => string;
    readonly message: string;
    readonly sent: string;
    readonly notSent: string;
    readonly to: string;
    readonly because: string;
    readonly consent: (what: string, day: string, source: string) => string;
    readonly withdrawnSince: (what: string, day: string) => string;
    readonly noConsentNeeded: string;
    readonly noRecord: string;
    readonly wordingShown: string;
    readonly cause: string;
    readonly causeEvent: (name: string, day: string) => string;
    /** Of the events that set off shipped journeys; others show their own name. */
    readonly events: Readonly<Record<string, string>>;
    readonly causeStage: string;
    readonly causeShop: string;
    readonly programme: string;
    readonly change: string;
  };

  readonly gone: { readonly title: string; readonly headline: string; readonly text: string };
  readonly incomplete: { readonly title: string; readonly headline: string; readonly text: string };
  readonly reasons: Readonly<Record<ReasonCode, string>>;
}
