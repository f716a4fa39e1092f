/** Products for a message whose template shows them, where no step of its journey chose any. */
import type { ChoosePicks } from './container.ts';
import { picksFor } from './picksFor.ts';

/** As many as the shipped templates show. */
const USUAL_COUNT = 3;

export const sendPicks: ChoosePicks = (deps, { id: list, customerId, journeyId, nodeId }, now) =>
  picksFor(
    deps,
    customerId,
    { list, journey: journeyId, node: nodeId, slot: 'anything', k: USUAL_COUNT },
    now,
  );
