/** Arms of holdouts and experiments: by chance that is a stable function of seed, journey, node and customer; once given they stay. */
import { chance } from '../chance.ts';
import type { NodeOf } from './definition.ts';
import type { Enrolment } from './enrolment.ts';

type Passage = Pick<Enrolment, 'arms' | 'journeyId' | 'customerId'>;
type Arm = NodeOf<'experiment'>['arms'][number];

export function pickHoldout(
  seed: number,
  passage: Passage,
  nodeId: string,
  share: number,
): 'held-out' | 'treated' {
  const given = passage.arms[nodeId];
  if (given === 'held-out' || given === 'treated') return given;
  return chance(seed, passage.journeyId, nodeId, passage.customerId) < share ? 'held-out' : 'treated';
}

/** The arm given before where the experiment still has it; otherwise the winner's, else the one the person's chance falls on. */
export function pickArm(
  seed: number,
  passage: Passage,
  nodeId: string,
  arms: readonly Arm[],
  won?: string,
): Arm {
  const find = (id: string | undefined) => arms.find((arm) => arm.id === id);
  const given = find(passage.arms[nodeId]) ?? find(won);
  if (given !== undefined) return given;
  const drawn = chance(seed, passage.journeyId, nodeId, passage.customerId);
  let reached = 0;
  for (const arm of arms) {
    reached += arm.share;
    if (drawn < reached) return arm;
  }
  const last = arms.findLast((arm) => arm.share > 0) ?? arms.at(-1);
  if (last === undefined) throw new RangeError(`experiment ${nodeId} of ${passage.journeyId} has no arms`);
  return last;
}
