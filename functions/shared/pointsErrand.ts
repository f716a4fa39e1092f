/** The points node of a journey: gives points of the loyalty programme, once for each errand. */
import type { ErrandAnswer, ErrandAsked } from '../../core/journey/errand/errandDesk.ts';
import type { JourneyBook } from '../../core/journey/book.ts';
import type { NodeOf } from '../../core/journey/definition.ts';
import { loyaltyIn } from '../../core/loyalty/definition.ts';
import { postPoints } from '../../core/loyalty/postPoints.ts';
import type { Container } from './container.ts';

type PointsNode = NodeOf<'points'>;

function refused(reason: string): ErrandAnswer {
  return { kind: 'empty', arm: 'refused', reason };
}

/** How many the node gives: as it says itself, or as a rule of the programme does. Null for a rule that is not there. */
function pointsOf(book: Pick<JourneyBook, 'programme'>, { points, rule }: PointsNode): number | null {
  if (points !== undefined) return points;
  const earn = loyaltyIn(book.programme)?.definition.earn;
  if (rule === 'birthday') return earn?.birthday?.points ?? null;
  return earn?.events.find(({ id }) => id === rule)?.points ?? null;
}

/** Gives the points; templates are shown how many, what for, and what can be spent now. */
export async function givePoints(
  { store, settings }: Pick<Container, 'store' | 'settings'>,
  book: JourneyBook,
  asked: Pick<ErrandAsked, 'customerId' | 'operation' | 'now' | 'journeyId'>,
  node: PointsNode,
): Promise<ErrandAnswer> {
  if (loyaltyIn(book.programme) === null) return refused('no-programme');
  const points = pointsOf(book, node);
  if (points === null) return refused('unknown-rule');
  const posted = await postPoints(
    { store, settings, book },
    {
      customerId: asked.customerId,
      operation: asked.operation,
      kind: 'award',
      points,
      at: asked.now,
      reason: node.reason.en,
      by: `journey ${asked.journeyId}`,
    },
  );
  if (posted.kind === 'refused') return refused(posted.reason);
  return {
    kind: 'given',
    arm: 'given',
    gift: {
      points: { given: points, available: posted.entry.balance.available, reason: { ...node.reason } },
    },
    told: { points },
  };
}
