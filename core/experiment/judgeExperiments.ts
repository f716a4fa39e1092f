/**
 * The nightly task that judges every experiment with a winner rule and none yet. Only people whose window is over count, and
 * only those who entered a version with the same arms and shares as the newest, so that arms stay comparable. It writes what
 * was seen and who won to the config, where the books of definitions find it; run twice, it writes the same.
 */
import * as z from 'zod';
import { changeValue } from '../changeValue.ts';
import { parseDuration } from '../duration.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { NodeOf } from '../journey/definition.ts';
import {
  armsOf,
  experimentKey,
  WINNERS,
  type Winner,
  winnerOf,
  type Winners,
  winnersOf,
} from '../journey/winners.ts';
import type { ConfigStore, DirectoryStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { compareText } from '../textOrder.ts';
import type { Instant } from '../time.ts';
import { assignedIn } from './assigned.ts';
import { type ArmCount, judge, type PairState } from './judge.ts';

export interface JudgeDeps {
  readonly store: Pick<DirectoryStore, 'exportPeople'> & Pick<ConfigStore, 'getValue' | 'replaceValue'>;
  readonly book: JourneyBook;
  readonly now: Instant;
  readonly settings: Settings;
}

export interface Decided {
  readonly journey: string;
  readonly node: string;
  readonly arm: string;
}

/** Name of the config's value that holds what the looks have shown. */
const LOOKS = 'experiment-looks';

const looksSchema = z.record(
  z.string(),
  z.object({
    arms: z.array(z.string()),
    at: z.number(),
    pairs: z.array(
      z.object({ left: z.string(), right: z.string(), p: z.number(), ahead: z.string().nullable() }),
    ),
  }),
);
type Looks = z.infer<typeof looksSchema>;

type Rule = NonNullable<NodeOf<'experiment'>['winner']>;

/** One experiment that waits for its winner, and what its people did. */
interface Open {
  readonly journeyId: string;
  readonly nodeId: string;
  readonly node: NodeOf<'experiment'>;
  readonly rule: Rule;
  readonly windowMs: number;
  readonly counts: Map<string, { converted: number; people: number }>;
}

function openExperiments({ book }: JudgeDeps): Open[] {
  return book.latest.flatMap(({ id: journeyId, definition }) =>
    Object.entries(definition.nodes).flatMap(([nodeId, node]) => {
      if (node.type !== 'experiment' || node.winner === undefined) return [];
      if (winnerOf(book.winners, journeyId, nodeId, node) !== undefined) return [];
      const counts = new Map(node.arms.map(({ id }) => [id, { converted: 0, people: 0 }]));
      const windowMs = parseDuration(node.winner.window) ?? 0;
      return [{ journeyId, nodeId, node, rule: node.winner, windowMs, counts }];
    }),
  );
}

function sharesOf({ arms }: NodeOf<'experiment'>): string {
  return arms
    .map(({ id, share }) => `${id} ${share}`)
    .sort(compareText)
    .join('/');
}

/** Whether people of a version were given the arms as they are given now. */
function isAlike({ book }: JudgeDeps, { journeyId, nodeId, node }: Open, journeyVersion: number): boolean {
  const then = book.definitionOf({ journeyId, journeyVersion })?.nodes[nodeId];
  return then?.type === 'experiment' && sharesOf(then) === sharesOf(node);
}

async function count(deps: JudgeDeps, open: readonly Open[]): Promise<void> {
  for await (const page of deps.store.exportPeople())
    for (const record of page)
      for (const one of open) {
        const { journeyId, nodeId, rule, windowMs, counts } = one;
        const asked = {
          journeyId,
          nodeId,
          since: null,
          until: null,
          windowMs,
          now: deps.now,
          settings: deps.settings,
        };
        const assigned = assignedIn(record, asked);
        if (assigned === null || !assigned.isOver || !isAlike(deps, one, assigned.journeyVersion)) continue;
        const arm = counts.get(assigned.arm);
        if (arm === undefined) continue;
        const converted = rule.metric === 'goal' ? assigned.reachedGoal : assigned.after.orders > 0;
        arm.people += 1;
        arm.converted += Number(converted);
      }
}

function armCounts({ node, counts }: Open): ArmCount[] {
  return node.arms
    .filter(({ share }) => share > 0)
    .map(({ id }) => ({ id, ...(counts.get(id) ?? { converted: 0, people: 0 }) }));
}

function pairsBefore(looks: Looks, open: Open): readonly PairState[] {
  const known = looks[experimentKey(open.journeyId, open.nodeId)];
  return known !== undefined && known.arms.join('/') === armsOf(open.node).join('/') ? known.pairs : [];
}

/** The experiments decided now. O(people + orders) where there is anything to judge, else nothing is read. */
export async function judgeExperiments(deps: JudgeDeps): Promise<{ judged: number; decided: Decided[] }> {
  const open = openExperiments(deps);
  if (open.length === 0) return { judged: 0, decided: [] };
  await count(deps, open);
  const json = await deps.store.getValue(LOOKS);
  const looks: Looks = json === null ? {} : looksSchema.parse(JSON.parse(json));
  const won: Record<string, Winner> = {};
  const decided: Decided[] = [];
  for (const one of open) {
    const key = experimentKey(one.journeyId, one.nodeId);
    const arms = armsOf(one.node);
    const { pairs, winner } = judge(armCounts(one), pairsBefore(looks, one), one.rule.minimum);
    looks[key] = { arms, at: deps.now, pairs: [...pairs] };
    if (winner === null) continue;
    won[key] = { arm: winner, at: deps.now, arms };
    decided.push({ journey: one.journeyId, node: one.nodeId, arm: winner });
  }
  await changeValue(deps.store, LOOKS, () => looks);
  if (decided.length > 0)
    await changeValue(
      deps.store,
      WINNERS,
      (known): Winners => ({ ...won, ...stillInForce(winnersOf(known), won) }),
    );
  return { judged: open.length, decided };
}

/** A winner chosen meanwhile by another run stays; one for other arms gives way. */
function stillInForce(known: Winners, won: Winners): Winners {
  return Object.fromEntries(
    Object.entries(known).filter(([key, { arms }]) => {
      const later = won[key];
      return later === undefined || later.arms.join('/') === arms.join('/');
    }),
  );
}
