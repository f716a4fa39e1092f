/** Answers errands as a case says, by node: with a rung or `given`, or with why there is nothing. Nothing is asked of a store. */
import type { ErrandAnswer, ErrandDesk } from '../../core/journey/errand/errandDesk.ts';

const REASON = 'as the case says';

function answer(gives: Readonly<Record<string, string>>, nodeId: string): ErrandAnswer {
  const arm = gives[nodeId] ?? 'given';
  if (arm === 'failed') throw new Error(`${nodeId} fails, ${REASON}`);
  return arm === 'refused' || arm === 'nothing'
    ? { kind: 'empty', arm, reason: REASON }
    : { kind: 'given', arm, gift: {} };
}

export function caseDesk(gives: Readonly<Record<string, string>>): ErrandDesk {
  return {
    offer: async ({ nodeId }) => answer(gives, nodeId),
    points: async ({ nodeId }) => answer(gives, nodeId),
    recommend: async ({ nodeId }) => answer(gives, nodeId),
    takeBack: async () => {},
  };
}
