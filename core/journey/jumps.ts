/** Loops within loops: a jump that is taken lets the jumps inside its loop begin anew. */
import { type JourneyDefinition, type JourneyNode, successors } from './definition.ts';

/** Where the loop of a jump goes: what can be reached from its target without passing the jump itself. */
function insideOf({ nodes }: JourneyDefinition, jumpId: string): Set<string> {
  const seen = new Set<string>();
  const jump = nodes[jumpId];
  const open = jump?.type === 'jump' ? [jump.to] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node: JourneyNode | undefined = nodes[id];
    if (node === undefined || id === jumpId || seen.has(id)) continue;
    seen.add(id);
    open.push(...successors(node));
  }
  return seen;
}

const known = new WeakMap<JourneyDefinition, Map<string, readonly string[]>>();

/** Ids of the jumps whose loops lie within the loop that a jump closes; of two that cross, neither. Computed once a definition. */
export function jumpsWithin(definition: JourneyDefinition, jumpId: string): readonly string[] {
  const byJump = known.get(definition) ?? new Map<string, readonly string[]>();
  known.set(definition, byJump);
  const before = byJump.get(jumpId);
  if (before !== undefined) return before;
  const inside = [...insideOf(definition, jumpId)].filter(
    (id) => definition.nodes[id]?.type === 'jump' && !insideOf(definition, id).has(jumpId),
  );
  byJump.set(jumpId, inside);
  return inside;
}
