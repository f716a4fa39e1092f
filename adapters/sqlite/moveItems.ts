/** What came with an id goes to its owner, in a store file. */
import type { CustomerId } from '../../core/ids.ts';
import { cameWith } from '../../core/journey/passage.ts';
import type { Move, Moved } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { passageMove } from '../records/passageMove.ts';
import { readEnrolment } from './enrolmentRows.ts';
import type { IdentityTable } from './identityTable.ts';
import type { StoreTables } from './storeTables.ts';

/** One step of `moveItems`, to run inside a write. */
export function sqliteMoves(tables: StoreTables, identities: IdentityTable) {
  const { file } = tables;
  const sql = {
    passages: file.prepare('SELECT * FROM enrolments WHERE customer_id = ? ORDER BY journey_id, event_key'),
    remove: file.prepare('DELETE FROM enrolments WHERE customer_id = ? AND journey_id = ? AND event_key = ?'),
  };

  function movePassages({ id, from }: Move, owner: CustomerId, limit: number, now: Instant) {
    let [enrolments, ended] = [0, 0];
    for (const enrolment of sql.passages.all(from).map(readEnrolment)) {
      if (!cameWith(enrolment, id)) continue;
      const { journeyId, key } = enrolment;
      const there = tables.enrolment({ customerId: owner, journeyId, key });
      const move = passageMove(enrolment, there, owner, now);
      if (move.kind === 'stays') continue;
      if (enrolments + ended >= limit) return { enrolments, ended, done: false };
      if (move.kind === 'goes') {
        sql.remove.run(from, journeyId, key);
        enrolments += 1;
      }
      if (move.kind === 'ends' || move.endsOther) ended += 1;
      const { cancellations, facts } = move;
      tables.writeConsequences({
        enrolments: [{ enrolment: move.enrolment, expectedVersion: 0 }],
        cancellations,
        facts,
      });
    }
    return { enrolments, ended, done: true };
  }

  return (move: Move, limit: number, now: Instant): Moved => {
    const { id, from } = move;
    const owner = identities.ownerOf(id);
    if (owner === from) return { orders: 0, enrolments: 0, ended: 0, done: true };
    const { orders, more } = identities.moveOrders(id, owner, limit);
    if (more || orders === limit) return { orders, enrolments: 0, ended: 0, done: false };
    return { orders, ...movePassages(move, owner, limit - orders, now) };
  };
}
