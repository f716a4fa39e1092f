/**
 * Winners of experiments, as they stand beside the published definitions: a named value of the config, so that whoever keeps
 * a book reads it again when it changes. A winner belongs to a journey, a node and the arms it was chosen among: another set
 * of arms is another experiment. It is for those who enter from then on; whoever was inside keeps their arm, and whoever was
 * inside and had none yet is still given one by chance, so that what is measured of them stays an experiment.
 */
import * as z from 'zod';
import type { NodeOf } from './definition.ts';
import type { Enrolment } from './enrolment.ts';

/** Name of the config's value. */
export const WINNERS = 'experiment-winners';

const winnersSchema = z.record(
  z.string(),
  z.object({
    arm: z.string(),
    /** Epoch ms. */
    at: z.number(),
    /** The arms it was chosen among, ascending. */
    arms: z.array(z.string()),
  }),
);

/** By `<journey>/<node>`. */
export type Winners = Readonly<z.infer<typeof winnersSchema>>;
export type Winner = Winners[string];

export const NO_WINNERS: Winners = {};

type Experiment = Pick<NodeOf<'experiment'>, 'arms' | 'winner' | 'decidedBy'>;

export function winnersOf(json: string | null): Winners {
  return json === null ? NO_WINNERS : winnersSchema.parse(JSON.parse(json));
}

export function experimentKey(journeyId: string, nodeId: string): string {
  return `${journeyId}/${nodeId}`;
}

/** The arms of an experiment, as a winner remembers them. */
export function armsOf({ arms }: Experiment): string[] {
  return arms.map(({ id }) => id).sort();
}

/** The winner in force of a node; undefined where it asks for none, none is chosen, or its arms have changed since. */
export function winnerOf(
  winners: Winners,
  journeyId: string,
  nodeId: string,
  node: Experiment,
): Winner | undefined {
  const asks = node.winner !== undefined || node.decidedBy !== undefined;
  const winner = asks ? winners[experimentKey(journeyId, nodeId)] : undefined;
  return winner !== undefined && winner.arms.join('/') === armsOf(node).join('/') ? winner : undefined;
}

/** The arm a winner gives to a passage, of an experiment that waited for it whenever that began; undefined where chance decides. */
export function armByWinner(
  winners: Winners,
  { journeyId, enteredAt }: Pick<Enrolment, 'journeyId' | 'enteredAt'>,
  nodeId: string,
  node: Experiment,
): string | undefined {
  const winner = winnerOf(winners, journeyId, nodeId, node);
  if (winner === undefined) return undefined;
  return node.decidedBy !== undefined || enteredAt >= winner.at ? winner.arm : undefined;
}
