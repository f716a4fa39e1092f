/** Win-back as a programme has it in force: the policy, its ladder and what is believed; made once a programme. */
import { offersOf } from '../offer/definition.ts';
import type { Programme } from '../programme/programme.ts';
import { type Beliefs, beliefsOf } from './beliefs.ts';
import { type WinBackPolicy, winBackPolicy } from './definition.ts';
import { learnedSchema, type Learned, NOTHING_LEARNED } from './learned.ts';
import { type Rung, rungsOf } from './rungs.ts';

export interface WinBackInForce {
  readonly policy: WinBackPolicy;
  readonly version: number;
  readonly ladder: readonly Rung[];
  readonly learned: Learned;
  readonly beliefs: Beliefs;
}

type Parts = Pick<Programme, 'winBack' | 'offers' | 'winBackLearned'>;

const made = new WeakMap<Parts, WinBackInForce>();

export function winBackFrom(
  policy: WinBackPolicy,
  version: number,
  { offers, winBackLearned }: Pick<Parts, 'offers' | 'winBackLearned'>,
): WinBackInForce {
  const learned = winBackLearned === null ? NOTHING_LEARNED : learnedSchema.parse(winBackLearned);
  return {
    policy,
    version,
    ladder: rungsOf(offersOf(offers), policy.ladder),
    learned,
    beliefs: beliefsOf(learned, policy),
  };
}

/** Null where no policy is published: then nobody is taken up. */
export function winBackInForce(programme: Parts): WinBackInForce | null {
  if (programme.winBack === null) return null;
  const known = made.get(programme);
  if (known !== undefined) return known;
  const { version, definition } = programme.winBack;
  const inForce = winBackFrom(winBackPolicy(definition), version, programme);
  made.set(programme, inForce);
  return inForce;
}
