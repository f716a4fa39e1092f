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

/** Nodes from which some path comes to an end. */
function ending(nodes: Nodes): ReadonlySet<string> {
  const found = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const id of Object.keys(nodes)) {
      const next = knownSuccessors(nodes, id);
      if (next.length === 0 || next.some((one) => found.has(one))) found.add(id);
    }
  }
  return found;
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

/** For each node the nearest one that all paths from it meet in; nodes without one are missing. */
export function joinsOf(nodes: Nodes): ReadonlyMap<string, string> {
  const sets = postDominators(nodes, ending(nodes));
  return new Map(
    [...sets].flatMap(([id, set]) => {
      const candidates = [...set].filter((one) => one !== id);
      // All the others lie behind the nearest.
      const nearest = candidates.find((one) => candidates.every((other) => sets.get(one)?.has(other)));
      return nearest === undefined ? [] : [[id, nearest] as const];
    }),
  );
}
