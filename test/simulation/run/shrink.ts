/**
 * A failing world made as small as it goes: fewer days, fewer customers, then the faults that struck, one by one, as long as
 * some promise still breaks. What is left is told as seed, faults and trace, with the command that lives it again.
 */
import { RULES } from '../audit/violation.ts';
import { type PlannedFault, plannedFaults } from '../world/fault.ts';
import { type WorldPlan, withCustomers, withDays } from '../world/plan.ts';
import { randomPlan } from '../world/randomPlan.ts';
import { referencePlan } from '../world/reference.ts';
import { liveWorld, type WorldResult } from '../world/world.ts';
import type { WorldRecipe } from './evidence.ts';

const MOST_TRIES = 150;
const TRACE_LINES = 60;

export function planOf({ seed, kind, people, days, store }: WorldRecipe): WorldPlan {
  const whole = kind === 'reference' ? referencePlan(seed, store) : randomPlan(seed);
  const shorter = days === undefined ? whole : withDays(whole, days);
  return people === undefined ? shorter : withCustomers(shorter, new Set(people));
}

export function liveRecipe(recipe: WorldRecipe, trace = false): Promise<WorldResult> {
  const { faults } = recipe;
  return liveWorld(
    planOf(recipe),
    faults === undefined ? { trace } : { trace, faults: plannedFaults(faults) },
  );
}

class Shrinker {
  private tries = 0;
  private best: WorldRecipe;

  constructor(recipe: WorldRecipe) {
    this.best = recipe;
  }

  private async stillFails(recipe: WorldRecipe): Promise<WorldResult | null> {
    if (this.tries >= MOST_TRIES) return null;
    this.tries += 1;
    const result = await liveRecipe(recipe);
    return result.violations.length > 0 ? result : null;
  }

  private async keepIf(recipe: WorldRecipe): Promise<boolean> {
    if ((await this.stillFails(recipe)) === null) return false;
    this.best = recipe;
    return true;
  }

  /** Leaves out halves, then quarters, down to one by one. */
  private async fewer<Item>(
    items: readonly Item[],
    recipeWith: (kept: readonly Item[]) => WorldRecipe,
  ): Promise<void> {
    let kept = items;
    for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = 0; from < kept.length && kept.length > 1; ) {
        const rest = [...kept.slice(0, from), ...kept.slice(from + size)];
        if (rest.length > 0 && (await this.keepIf(recipeWith(rest)))) kept = rest;
        else from += size;
      }
    }
  }

  async smallest(): Promise<WorldRecipe> {
    const plan = planOf(this.best);
    for (const days of [3, 7, 14]) if (days < plan.days && (await this.keepIf({ ...this.best, days }))) break;
    const people = plan.customers.map(({ id }): string => id);
    await this.fewer(people, (kept) => ({ ...this.best, people: kept }));
    const result = await liveRecipe(this.best);
    const struck: readonly PlannedFault[] = result.struck;
    if (await this.keepIf({ ...this.best, faults: struck })) {
      await this.fewer(struck, (faults) => ({ ...this.best, faults }));
    }
    return this.best;
  }
}

/** Shrinks a failing world and tells it on standard error. */
export async function tellSmallest(recipe: WorldRecipe): Promise<void> {
  const smallest = await new Shrinker(recipe).smallest();
  const result = await liveRecipe(smallest, true);
  const faults = smallest.faults ?? result.struck;
  const lines = [
    `A world that fails, as small as it goes (seed ${smallest.seed}):`,
    ...result.violations.map(
      ({ rule, at, detail }) => `  ${rule} at ${new Date(at).toISOString()}: ${detail}`,
    ),
    `  checked for: ${RULES.length} promises; customers ${planOf(smallest).customers.length}, days ${planOf(smallest).days}`,
    '  faults:',
    ...faults
      .slice(0, TRACE_LINES)
      .map(({ site, occurrence, kind }) => `    ${kind} at call ${occurrence} of ${site}`),
    '  its last calls:',
    ...result.trace.slice(-TRACE_LINES).map((line) => `    ${line}`),
    `  again: node test/simulation/again.ts '${JSON.stringify(smallest)}'`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
