/** The shape both languages fill: the keys of `en.ts`. */
import type { en } from './en.ts';

/** The same sections and keys in any language. */
export type Told<Words> = {
  readonly [Section in keyof Words]: { readonly [Key in keyof Words[Section]]: string };
};

export type WordTable = Told<typeof en>;

/** Sections keyed by ids of the API. */
export type Vocabulary =
  | 'stage'
  | 'outcome'
  | 'group'
  | 'class'
  | 'channel'
  | 'topic'
  | 'reason'
  | 'gate'
  | 'festival'
  | 'weekday'
  | 'slot'
  | 'gave'
  | 'consent'
  | 'merge'
  | 'finding'
  | 'taskAbout'
  | 'taskState'
  | 'cause'
  | 'mailbox'
  | 'parkedKind'
  | 'redriveState'
  | 'lossReason'
  | 'notSaid'
  | 'recommendBy'
  | 'dropReason'
  | 'couponState'
  | 'couponDenied'
  | 'codeKind'
  | 'codeProblem'
  | 'campaignState'
  | 'campaignEnded'
  | 'campaignMove'
  | 'campaignCall'
  | 'campaignExclusion'
  | 'campaignTest'
  | 'campaignCaveat'
  | 'pickSlot'
  | 'pickKind'
  | 'relationshipType'
  | 'productKind'
  | 'historyDoubt'
  | 'verdict'
  | 'verdictBy'
  | 'lossKind'
  | 'lossAnswer'
  | 'caseArm'
  | 'caseStatus'
  | 'entryKind'
  | 'rungRefused';
