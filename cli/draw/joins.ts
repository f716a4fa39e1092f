/**
 * Where the arms of a branch come together again: the nearest node every path from the branch must pass (its immediate
 * post-dominator). Iterative sets, as in Aho, Lam, Sethi and Ullman, "Compilers", section 9.6, on the reversed graph.
 */
import { type JourneyDefinition, successors } from '../../core/journey/definition.ts';

type Nodes = JourneyDefinition['nodes'];

function knownSuccessors(nodes: Nodes, id: string): string[] {
  const node = nodes[id];
  return node === undefined ? [] : successors(node).filter((next) => Object.hasOwn(nodes, next));
}

/** Nodes from which some path reaches one of `goals`, these included. */
function reaching(nodes: Nodes, goals: readonly string[]): ReadonlySet<string> {
  const found = new Set(goals);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const id of Object.keys(nodes)) {
      if (knownSuccessors(nodes, id).some((next) => found.has(next))) found.add(id);
    }
  }
  return found;
}

/** Where journeys end; people who leave at an exit on the way do not come to a join. */
function endings(nodes: Nodes): string[] {
  const ids = Object.keys(nodes);
  const ends = ids.filter((id) => nodes[id]?.type === 'end');
  return ends.length > 0 ? ends : ids.filter((id) => nodes[id]?.type === 'exit');
}

/** For each node of `ids` the nodes on every path from it to an end, itself included. */
function postDominators(nodes: Nodes, ids: ReadonlySet<string>): Map<string, ReadonlySet<string>> {
  const sets = new Map<string, ReadonlySet<string>>([...ids].map((id) => [id, ids]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of ids) {
      const [first, ...others] = knownSuccessors(nodes, id).flatMap((next) => sets.get(next) ?? []);
      const common = [...(first ?? [])].filter((one) => others.every((set) => set.has(one)));
      const now = new Set([id, ...common]);
      if (now.size === sets.get(id)?.size) continue;
      sets.set(id, now);
      changed = true;
    }
  }
  return sets;
}

/** For each node the nearest one that all paths from it to the end meet in; nodes without one are missing. */
export function joinsOf(nodes: Nodes): ReadonlyMap<string, string> {
  const sets = postDominators(nodes, reaching(nodes, endings(nodes)));
  return new Map(
    [...sets].flatMap(([id, set]) => {
      const candidates = [...set].filter((one) => one !== id);
      // All the others lie behind the nearest.
      const nearest = candidates.find((one) => candidates.every((other) => sets.get(one)?.has(other)));
      return nearest === undefined ? [] : [[id, nearest] as const];
    }),
  );
}
