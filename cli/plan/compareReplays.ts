/** Two replays of the same days side by side, by journey and node: what is sent, held back and spent. */
import type { NodeCount, Replay } from '../answers/plan.ts';

export interface Compared {
  readonly running: number;
  readonly planned: number;
  readonly change: number;
}

export interface NodeDifference {
  readonly journey: string;
  readonly node: string;
  readonly sent: Compared;
  readonly heldOut: Compared;
  /** By reason. */
  readonly suppressed: Readonly<Record<string, Compared>>;
  readonly usd: Compared;
}

export interface ReplayDifference {
  /** Nodes that come out another way, by journey and node. */
  readonly nodes: readonly NodeDifference[];
  readonly usd: Compared;
}

const NOTHING: NodeCount = { sent: 0, heldOut: 0, suppressed: {}, microUsd: 0 };

function compared(running: number, planned: number): Compared {
  return { running, planned, change: planned - running };
}

function inDollars({ running, planned, change }: Compared): Compared {
  return { running: running / 1e6, planned: planned / 1e6, change: change / 1e6 };
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort((one, other) => (one < other ? -1 : 1));
}

function nodeDifference(journey: string, node: string, was: NodeCount, is: NodeCount): NodeDifference {
  const suppressed = keysOf(was.suppressed, is.suppressed).map(
    (reason) => [reason, compared(was.suppressed[reason] ?? 0, is.suppressed[reason] ?? 0)] as const,
  );
  return {
    journey,
    node,
    sent: compared(was.sent, is.sent),
    heldOut: compared(was.heldOut, is.heldOut),
    suppressed: Object.fromEntries(suppressed),
    usd: inDollars(compared(was.microUsd, is.microUsd)),
  };
}

function differs({ sent, heldOut, suppressed, usd }: NodeDifference): boolean {
  return [sent, heldOut, usd, ...Object.values(suppressed)].some(({ change }) => change !== 0);
}

export function compareReplays(running: Replay, planned: Replay): ReplayDifference {
  const nodes = keysOf(running.nodes, planned.nodes).flatMap((journey) => {
    const [was, is] = [running.nodes[journey] ?? {}, planned.nodes[journey] ?? {}];
    return keysOf(was, is).map((node) =>
      nodeDifference(journey, node, was[node] ?? NOTHING, is[node] ?? NOTHING),
    );
  });
  return {
    nodes: nodes.filter(differs),
    usd: inDollars(compared(running.cost.microUsd, planned.cost.microUsd)),
  };
}
