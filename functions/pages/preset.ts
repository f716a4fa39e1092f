/**
 * What a link in a letter fills in on a page: `?topic=offers`, `?pace=monthly` (`stay` is as before), `?reason=price`. It
 * changes nothing until it is saved; what means nothing is ignored.
 */
import { isPaceName, type PaceName } from '../../core/customer/preferred.ts';
import { fieldOf, type TopicRow } from './topics.ts';
import type { LinkClaims } from '../shared/linkToken.ts';
import type { ReasonCode } from './words/pageWords.ts';
import { isReason } from './words/words.ts';

export interface Preset {
  /** Fields of topics to be switched on. */
  readonly topics: ReadonlySet<string>;
  readonly pace: PaceName | null;
  readonly reason: ReasonCode | null;
}

function paceOf(text: string | null): PaceName | null {
  if (text === 'stay') return 'all';
  return text !== null && isPaceName(text) ? text : null;
}

export function presetOf(query: URLSearchParams, { channel }: LinkClaims, rows: readonly TopicRow[]): Preset {
  const shown = new Set(rows.flatMap((row) => row.cells.map(({ field }) => field)));
  const wanted = query.getAll('topic').map((topic) => fieldOf(channel, topic));
  const reason = query.get('reason');
  return {
    topics: new Set(wanted.filter((field) => shown.has(field))),
    pace: paceOf(query.get('pace')),
    reason: isReason(reason) ? reason : null,
  };
}
