/** Active passages in lists: by journey, then customer and key, merged from the shards they are listed in. */
import type { Enrolment, PassageQuery, PeopleAtNode } from '../../../core/journey/enrolment.ts';
import { compareText } from '../../records/textOrder.ts';
import { LIST_SHARDS } from './keys.ts';
import { mergedItems } from './merged.ts';
import { passageSk, passagesPk, passagesPrefix, readEnrolment } from './records/enrolmentItem.ts';
import type { IndexRange, Tables } from './tables.ts';

const LOOKED_AT = 200;
/** Above every character that stands in keys. */
const HIGHEST = '\u{10FFFF}';

function lists(bounds: Pick<IndexRange, 'from' | 'to' | 'after'>): IndexRange[] {
  return Array.from({ length: LIST_SHARDS }, (_, shard) => ({
    table: 'people',
    index: 'list',
    pk: passagesPk(shard),
    ...bounds,
  }));
}

/** O(passages of the journey behind `after`) at worst: those already in the version are passed over. */
export async function passagesIn(
  tables: Tables,
  { journeyId, otherThan, after, limit }: PassageQuery,
): Promise<Enrolment[]> {
  const prefix = passagesPrefix(journeyId);
  const begin = after === null ? { from: prefix } : { after: passageSk({ journeyId, ...after }) };
  const found: Enrolment[] = [];
  if (limit < 1) return found;
  for await (const items of mergedItems(tables, lists({ ...begin, to: `${prefix}${HIGHEST}` }), LOOKED_AT)) {
    for (const enrolment of items.map(readEnrolment)) {
      if (enrolment.status !== 'active' || enrolment.journeyVersion === otherThan) continue;
      found.push(enrolment);
      if (found.length === limit) return found;
    }
  }
  return found;
}

/** O(active passages): each is read for its version and node. */
export async function peopleInJourneys(tables: Tables): Promise<PeopleAtNode[]> {
  const counts = new Map<string, PeopleAtNode>();
  await Promise.all(
    lists({}).map(async (list) => {
      for await (const items of mergedItems(tables, [list], LOOKED_AT)) {
        for (const { status, journeyId, journeyVersion: version, nodeId } of items.map(readEnrolment)) {
          if (status !== 'active') continue;
          const key = `${journeyId}\u0000${version}\u0000${nodeId}`;
          counts.set(key, { journeyId, version, nodeId, people: (counts.get(key)?.people ?? 0) + 1 });
        }
      }
    }),
  );
  return [...counts.values()].sort(
    (a, b) =>
      compareText(a.journeyId, b.journeyId) || a.version - b.version || compareText(a.nodeId, b.nodeId),
  );
}
