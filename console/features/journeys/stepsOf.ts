/**
 * A journey as steps and ways between them. A wait is no step here but part of the way that leads through it, so that
 * it can be drawn as the gap it is. A way that leads back to an earlier step is marked, and layers ignore it.
 */
import type { JourneyNode, JourneyView } from '../../api/types.ts';

type StepNode = Exclude<JourneyNode, { type: 'wait' }>;

export const ENTRY = '(entry)';

export interface Step {
  readonly id: string;
  /** Null for the entry, which is no node. */
  readonly node: StepNode | null;
  /** Rows from the top: one more than the lowest step that leads here. */
  readonly layer: number;
}

export interface Way {
  readonly from: string;
  readonly to: string;
  readonly waits: readonly { readonly id: string; readonly for: string }[];
  readonly back: boolean;
}

export interface Steps {
  readonly steps: readonly Step[];
  readonly ways: readonly Way[];
}

function targetsOf(node: JourneyNode): readonly string[] {
  switch (node.type) {
    case 'send':
    case 'wait':
    case 'holdout':
      return [node.next];
    case 'branch':
      return [...new Set([...node.cases.map(({ next }) => next), node.otherwise])];
    case 'exit':
    case 'end':
      return [];
  }
}

/** The first node from `id` on that is no wait, and the waits before it; null where the way leads nowhere. */
function through(nodes: JourneyView['nodes'], id: string): Pick<Way, 'to' | 'waits'> | null {
  const waits: { id: string; for: string }[] = [];
  const seen = new Set<string>();
  let at = id;
  for (let node = nodes[at]; node !== undefined && !seen.has(at); node = nodes[at]) {
    if (node.type !== 'wait') return { to: at, waits };
    seen.add(at);
    waits.push({ id: at, for: node.for });
    at = node.next;
  }
  return null;
}

/** Walks every way depth first; `back` is a way to a step the walk is still inside of. */
function waysOf({ nodes, start }: Pick<JourneyView, 'nodes' | 'start'>): Way[] {
  const ways: Way[] = [];
  const walked = new Set<string>();
  const inside = new Set<string>();
  const walk = (from: string, targets: readonly string[]) => {
    walked.add(from);
    inside.add(from);
    for (const target of targets) {
      const found = through(nodes, target);
      if (found === null) continue;
      ways.push({ from, ...found, back: inside.has(found.to) });
      const next = nodes[found.to];
      if (next !== undefined && !walked.has(found.to)) walk(found.to, targetsOf(next));
    }
    inside.delete(from);
  };
  walk(ENTRY, [start]);
  return ways;
}

/** Longest way from the entry to each step. Without the ways back the graph has no cycle, so this settles. */
function layersOf(ways: readonly Way[]): Map<string, number> {
  const layers = new Map([[ENTRY, 0]]);
  const forward = ways.filter(({ back }) => !back);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to } of forward) {
      const layer = (layers.get(from) ?? 0) + 1;
      if (layer <= (layers.get(to) ?? 0)) continue;
      layers.set(to, layer);
      changed = true;
    }
  }
  return layers;
}

export function stepsOf(journey: Pick<JourneyView, 'nodes' | 'start'>): Steps {
  const ways = waysOf(journey);
  const steps = [...layersOf(ways)].map(([id, layer]) => {
    const node = journey.nodes[id];
    return { id, layer, node: node === undefined || node.type === 'wait' ? null : node };
  });
  return { steps, ways };
}
