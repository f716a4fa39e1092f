/**
 * Taking people in flight over to another version of their journey, where a migration is asked for. Steps that were done stay
 * done: claims and rounds name the node, never the version. Who stands at a node the version does not have, and no node was
 * named for it, finishes the version they entered.
 */
import { parseDuration } from '../duration.ts';
import type { Instant } from '../time.ts';
import { type JourneyDefinition, type JourneyNode, type PublishedJourney } from './definition.ts';
import type { Enrolment } from './enrolment.ts';
import { isErrand } from './errand/errandTask.ts';
import { isListening } from './lookBack.ts';

/** Nodes of the version a person is in, and where in the other they go on. Nodes of the same id need not be named. */
export type NodeMap = Readonly<Record<string, string>>;

export type Migration =
  | { readonly kind: 'moved'; readonly enrolment: Enrolment; readonly to: string }
  | { readonly kind: 'stays'; readonly reason: 'no-such-node' | 'same-version' | 'not-inside' };

/** Where in another version who stands at a node goes on; null where it has no such node. */
export function destinationIn(to: JourneyDefinition, nodeId: string, map: NodeMap): string | null {
  const named = (Object.hasOwn(map, nodeId) ? map[nodeId] : undefined) ?? nodeId;
  return Object.hasOwn(to.nodes, named) ? named : null;
}

function isRest(node: JourneyNode | undefined): boolean {
  return isListening(node) || node?.type === 'wait' || isErrand(node);
}

function lengthMs(node: JourneyNode | undefined): number | null {
  if (node?.type === 'wait' && node.for !== undefined) return parseDuration(node.for);
  return isListening(node) ? parseDuration(node.timeout) : null;
}

/** When a rest ends in the other version: a length that was changed counts from when the rest began. */
function restUntil(
  enrolment: Enrolment,
  was: JourneyNode | undefined,
  is: JourneyNode | undefined,
  now: Instant,
): Instant {
  const { dueAt } = enrolment;
  const [before, after] = [lengthMs(was), lengthMs(is)];
  if (dueAt === null || before === null || after === null) return dueAt ?? now;
  return dueAt - before + after;
}

/** One passage in another version of its journey. Its own version grows by one where it moves. */
export function migrated(
  enrolment: Enrolment,
  from: JourneyDefinition | undefined,
  to: PublishedJourney,
  map: NodeMap,
  now: Instant,
): Migration {
  if (enrolment.status !== 'active') return { kind: 'stays', reason: 'not-inside' };
  if (enrolment.journeyVersion === to.version) return { kind: 'stays', reason: 'same-version' };
  const nodeId = destinationIn(to.definition, enrolment.nodeId, map);
  if (nodeId === null) return { kind: 'stays', reason: 'no-such-node' };
  const is = to.definition.nodes[nodeId];
  const was = from?.nodes[enrolment.nodeId];
  const isSameKind = isErrand(is) ? nodeId === enrolment.nodeId : true;
  const rests = enrolment.resting && isRest(is) && was?.type === is?.type && isSameKind;
  const moved: Enrolment = {
    ...enrolment,
    version: enrolment.version + 1,
    journeyVersion: to.version,
    nodeId,
    resting: rests,
    dueAt: rests ? restUntil(enrolment, was, is, now) : now,
    attempts: 0,
  };
  return { kind: 'moved', enrolment: moved, to: nodeId };
}
