/**
 * From one shape to the next in the race of `leaveBeforeOrder`, by (a + s)·ρ(a) + a(q − 1)·ρ(a + 1) = s and its derivatives:
 * neighbouring order counts at one moment need one evaluation between them.
 */

/** ρ with its derivatives by a and by s. Written into, so that a fit makes no garbage. */
export interface Race {
  rho: number;
  byA: number;
  byS: number;
}

/** From ρ(a + 1) to ρ(a), in place. Errors shrink wherever q ≤ 2 or a is below s/(q − 2). */
export function stepDown(a: number, s: number, q: number, race: Race): void {
  const excess = q - 1;
  const scale = 1 / (a + s);
  const { rho: next, byA, byS } = race;
  const rho = (s - a * excess * next) * scale;
  race.rho = rho;
  race.byA = -(rho + excess * (next + a * byA)) * scale;
  race.byS = (1 - rho - a * excess * byS) * scale;
}

/** From ρ(a) to ρ(a + 1), in place; errors shrink where those of `stepDown` grow, and a is 1 or more. */
export function stepUp(a: number, s: number, q: number, race: Race): void {
  const scale = 1 / (a * (q - 1));
  const { rho, byA, byS } = race;
  const next = (s - (a + s) * rho) * scale;
  race.rho = next;
  race.byA = -(rho + (a + s) * byA) * scale - next / a;
  race.byS = (1 - rho - (a + s) * byS) * scale;
}
