/**
 * One score out of three voices: the customer's own habit (frequency, or frequency weighed by rhythm), what goes with what
 * they bought (neighbours), and popularity. Habit and neighbours are brought to a common measure by their greatest score for
 * this customer, and mixed by `discoverShare`; popularity only breaks ties and fills up, unless the other two say nothing of
 * anything, as for a newcomer: then it speaks alone.
 *
 * What a slot asks decides the blend. To discover, habit is left out and so is what the customer has. To replenish, only
 * what they have counts. A slot that takes anything mixes both, by the share that predicted this shop best (`chooseBlend.ts`).
 */
import { addFrequency, addRhythm } from './frequency.ts';
import type { HistoryRow } from './interactions.ts';
import type { Instant } from '../time.ts';

export type Habit = 'frequency' | 'rhythm';

export interface Blend {
  /** Null where only discovery counts. */
  readonly habit: Habit | null;
  readonly discover: 'neighbours' | 'popularity';
  /** What discovery weighs beside habit, above 0 to 1; 1 where there is no habit. */
  readonly discoverShare: number;
}

/** Popularity beside a voice that speaks: enough to order what is equal. */
const FILLER = 1e-6;

export interface Voices {
  /** Adds the customer's habit at `now` to the scores. */
  readonly habit: ((history: HistoryRow, scores: Float64Array, now: Instant) => void) | null;
  /** Adds what their items say of others. */
  readonly neighbours: ((bought: Int32Array, scores: Float64Array) => void) | null;
  /** By item, share of customers. */
  readonly popularity: Float64Array;
}

/** The voice of a habit; `gapDays` by item, as `reorderGaps` finds them, is read for the rhythm alone. */
export function habitVoice(habit: Habit | null, gapDays: Float64Array): Voices['habit'] {
  switch (habit) {
    case null:
      return null;
    case 'frequency':
      return (history, scores) => addFrequency(history, scores);
    case 'rhythm':
      return (history, scores, now) => addRhythm(history, gapDays, now, scores);
  }
}

/** A score is habit · `habit` + neighbours · `neighbours` + popularity · `popularity`. */
export interface Scales {
  readonly habit: number;
  readonly neighbours: number;
  readonly popularity: number;
}

/** The greatest score above 0; 0 where there is none. */
function greatest(scores: Float64Array): number {
  let most = 0;
  for (let item = 0; item < scores.length; item += 1) {
    const score = scores[item] ?? 0;
    if (score > most) most = score;
  }
  return most;
}

function scalesOf(
  mostHabit: number,
  mostNeighbours: number,
  { habit, discover, discoverShare }: Blend,
): Scales {
  const habitShare = habit === null ? 0 : 1 - discoverShare;
  const scales = {
    habit: mostHabit > 0 ? habitShare / mostHabit : 0,
    neighbours: mostNeighbours > 0 ? discoverShare / mostNeighbours : 0,
  };
  if (scales.habit === 0 && scales.neighbours === 0) return { ...scales, popularity: 1 };
  return { ...scales, popularity: discover === 'popularity' ? discoverShare : FILLER };
}

export interface Room {
  /** Zeros; the scores when done. */
  readonly scores: Float64Array;
  /** Zeros; the habit when done. */
  readonly habit: Float64Array;
}

/** Fills `scores` and says how they are made up. O(items + neighbours of what was bought). */
export function blendScores(
  voices: Voices,
  blend: Blend,
  history: HistoryRow,
  { now, scores, habit }: Room & { readonly now: Instant },
): Scales {
  voices.habit?.(history, habit, now);
  voices.neighbours?.(history.items, scores);
  const mostHabit = voices.habit === null ? 0 : greatest(habit);
  const scales = scalesOf(mostHabit, greatest(scores), blend);
  const { popularity } = voices;
  for (let item = 0; item < scores.length; item += 1)
    scores[item] =
      scales.neighbours * (scores[item] ?? 0) +
      scales.habit * (habit[item] ?? 0) +
      scales.popularity * (popularity[item] ?? 0);
  return scales;
}
