/** The shape both languages fill: the keys of `en.ts`. */
import type { en } from './en.ts';

type English = typeof en;

export type WordTable = {
  readonly [Section in keyof English]: { readonly [Key in keyof English[Section]]: string };
};

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
  | 'consent';
