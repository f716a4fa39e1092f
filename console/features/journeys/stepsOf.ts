/**
 * A journey as steps and ways between them. A wait is no step here but part of the way that leads through it, so that
 * it can be drawn as the gap it is; only one that leads two ways is a step. A way that leads back to an earlier step is
 * marked, and layers ignore it. A jump back says where to by its words and has no way of its own.
 */
import type { JourneyNode, JourneyView, JourneyWait } from '../../api/journeyTypes.ts';

export const ENTRY = '(entry)';

export interface Step {
  readonly id: string;
  /** Null for the entry, which is no node. */
  readonly node: JourneyNode | null;
  /** Rows from the top: one more than the lowest step that leads here. */
  readonly layer: number;
}

export interface Wait {
  readonly id: string;
  readonly node: JourneyWait;
}

export interface Way {
  readonly from: string;
  readonly to: string;
  readonly waits: readonly Wait[];
  readonly back: boolean;
}

/** One way and no other: two may lead from the same step to the same step, by different waits. */
export function wayKey({ from, to, waits }: Way): string {
  return [from, ...waits.map(({ id }) => id), to].join('>');
}

export interface Steps {
  readonly steps: readonly Step[];
  readonly ways: readonly Way[];
}

interface Target {
  readonly to: string;
  /** Time that passes before a way is taken at all: that of a wait for an event that never came. */
  readonly waits: readonly Wait[];
}

const isGap = (node: JourneyNode): node is JourneyWait => node.type === 'wait' && node.missing === undefined;

/** Where a node leads; the target of a jump last. */
function targetsOf(node: JourneyNode): readonly string[] {
  switch (node.type) {
    case 'send':
    case 'holdout':
    case 'update':
    case 'start':
    case 'task':
    case 'campaign':
      return [node.next];
    case 'offer':
    case 'recommend':
      return [node.next, node.otherwise];
    case 'points':
      return node.otherwise === undefined ? [node.next] : [node.next, node.otherwise];
    case 'survey':
      return [...node.answers.map(({ next }) => next), node.next, node.onTimeout];
    case 'wait':
      return node.missing === undefined ? [node.next] : [node.next, node.missing];
    case 'wait-for':
      return [node.next, node.onTimeout];
    case 'branch':
      return [...node.cases.map(({ next }) => next), node.otherwise];
    case 'experiment':
      return node.arms.map(({ next }) => next);
    case 'jump':
      return [node.next, node.to];
    case 'exit':
    case 'end':
      return [];
  }
}

/** The same, with the time before each. */
function timedTargetsOf(id: string, node: JourneyNode): readonly Target[] {
  if (node.type !== 'wait-for') return targetsOf(node).map((to) => ({ to, waits: [] }));
  const { next, onTimeout, timeout } = node;
  const idle: Wait = { id: `${id} timeout`, node: { type: 'wait', for: timeout, next: onTimeout } };
  return [
    { to: next, waits: [] },
    { to: onTimeout, waits: [idle] },
  ];
}

/** The first node from a target on that is a step, and the waits before it; null where the way leads nowhere. */
function through(nodes: JourneyView['nodes'], target: Target): Pick<Way, 'to' | 'waits'> | null {
  const waits = [...target.waits];
  const seen = new Set<string>();
  let at = target.to;
  for (let node = nodes[at]; node !== undefined && !seen.has(at); node = nodes[at]) {
    if (!isGap(node)) return { to: at, waits };
    seen.add(at);
    waits.push({ id: at, node });
    at = node.next;
  }
  return null;
}

/** Walks every way depth first; `back` is a way to a step the walk is still inside of. */
function waysOf({ nodes, start }: Pick<JourneyView, 'nodes' | 'start'>): Way[] {
  const ways: Way[] = [];
  const walked = new Set<string>();
  const inside = new Set<string>();
  const add = (way: Way) => {
    if (!ways.some((one) => wayKey(one) === wayKey(way))) ways.push(way);
  };
  const walk = (from: string, targets: readonly Target[]) => {
    walked.add(from);
    inside.add(from);
    const node = nodes[from];
    const jumpsTo = node?.type === 'jump' ? node.to : null;
    for (const target of targets) {
      const found = through(nodes, target);
      if (found === null || (target.to === jumpsTo && walked.has(found.to))) continue;
      add({ from, ...found, back: inside.has(found.to) });
      const next = nodes[found.to];
      if (next !== undefined && !walked.has(found.to)) walk(found.to, timedTargetsOf(found.to, next));
    }
    inside.delete(from);
  };
  walk(ENTRY, [{ to: start, waits: [] }]);
  return ways;
}

/** Longest way from the entry to each step. Without the ways back the graph has no cycle, so this settles. */
function layersOf(ways: readonly Way[]): Map<string, number> {
  const layers = new Map([[ENTRY, 0]]);
  const forward = ways.filter(({ back }) => !back);
  /** Two ways between the same steps need a row between them, to run side by side in it. */
  const rowsBelow = ({ from, to }: Way) =>
    forward.filter((one) => one.from === from && one.to === to).length > 1 ? 2 : 1;
  const spans = forward.map((way) => ({ ...way, rows: rowsBelow(way) }));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to, rows } of spans) {
      const layer = (layers.get(from) ?? 0) + rows;
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
    return { id, layer, node: journey.nodes[id] ?? null };
  });
  return { steps, ways };
}

/** Every node within reach, waits too, in the order a reader meets them: first ways first, ends last. */
export function inOrder({
  nodes,
  start,
}: Pick<JourneyView, 'nodes' | 'start'>): { id: string; node: JourneyNode }[] {
  const met = new Map<string, JourneyNode>();
  const walk = (id: string) => {
    const node = nodes[id];
    if (node === undefined || met.has(id)) return;
    met.set(id, node);
    for (const target of targetsOf(node)) walk(target);
  };
  walk(start);
  const list = [...met].map(([id, node]) => ({ id, node }));
  const isEnd = ({ node }: { node: JourneyNode }) => node.type === 'end';
  return [...list.filter((one) => !isEnd(one)), ...list.filter(isEnd)];
}
