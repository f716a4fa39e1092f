/**
 * Pinned chance: a seed under which the holdouts and experiments fall as a case wants them. The engine draws as it always
 * does; only the seed is looked for.
 */
import { pickArm, pickHoldout } from '../../core/journey/pick.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { type CustomerId, customerId } from '../../core/ids.ts';
import type { Case } from './caseFile.ts';
import { CaseNotRunnable } from './notRunnable.ts';

interface Wish {
  readonly node: string;
  readonly arm: string;
  readonly isMet: (seed: number) => boolean;
}

const MOST_SEEDS = 200_000;

function wishOf(
  { id: journeyId, nodes }: JourneyDefinition,
  node: string,
  customer: CustomerId,
  arm: string,
): Wish | null {
  const definition = nodes[node];
  const passage = { arms: {}, journeyId, customerId: customer };
  if (definition?.type === 'holdout')
    return { node, arm, isMet: (seed) => pickHoldout(seed, passage, node, definition.share) === arm };
  if (definition?.type === 'experiment')
    return { node, arm, isMet: (seed) => pickArm(seed, passage, node, definition.arms).id === arm };
  return null;
}

/** What is asked of chance: arms by node, and one side of all other holdouts; a holdout of nobody or everybody needs no asking. */
function wishesOf(
  one: Case,
  journeys: readonly JourneyDefinition[],
  customers: readonly CustomerId[],
): Wish[] {
  const side = one.holdout ?? (one.seed === undefined ? 'treated' : undefined);
  const wishes: Wish[] = [];
  for (const journey of journeys) {
    for (const [node, definition] of Object.entries(journey.nodes)) {
      const byChance = definition.type === 'holdout' && definition.share > 0 && definition.share < 1;
      const arm = one.arms[node] ?? (byChance || one.holdout !== undefined ? side : undefined);
      if (arm === undefined || (definition.type === 'experiment' && one.arms[node] === undefined)) continue;
      wishes.push(...customers.map((id) => wishOf(journey, node, id, arm)).filter((wish) => wish !== null));
    }
  }
  return wishes;
}

/** The first seed, from the case's own or 1 on, under which chance falls as pinned. Throws `CaseNotRunnable` where none does. */
export function seedFor(one: Case, journeys: readonly JourneyDefinition[], ids: readonly string[]): number {
  const wishes = wishesOf(one, journeys, ids.map(customerId));
  for (const node of Object.keys(one.arms)) {
    if (!wishes.some((wish) => wish.node === node))
      throw new CaseNotRunnable('arms', `there is no experiment or holdout "${node}"`);
  }
  const first = one.seed ?? 1;
  for (let seed = first; seed < first + MOST_SEEDS; seed += 1) {
    if (wishes.every((wish) => wish.isMet(seed))) return seed;
  }
  const asked = [...new Set(wishes.map(({ node, arm }) => `${node}: ${arm}`))].join(', ');
  throw new CaseNotRunnable(
    'arms',
    `chance never falls so: ${asked}; name arms that are there, or fewer people`,
  );
}
