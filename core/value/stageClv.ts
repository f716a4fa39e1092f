/**
 * What a customer is worth who passes through the stages of the lifecycle one after another, each with its own length,
 * margin, cost and retention (the lifecycle-based model of customer lifetime value). A customer reaches a stage with the
 * chance of having stayed through all before it; margins and costs of a period fall at its beginning, of those then still
 * there. Several ways through life are weighted by how many take each.
 */

export interface StageOnPath {
  readonly stage: string;
  /** Whole periods in the stage, 0 or more. */
  readonly periods: number;
  /** A period, per customer, in money. */
  readonly margin: number;
  /** Spent a period per customer, in money; default 0. */
  readonly cost?: number;
  /** Share kept from one period to the next while in the stage, 0 to 1. */
  readonly retention: number;
}

export interface StageValue {
  readonly stage: string;
  /** Present value of what the stage brings, per customer at the start of the path. */
  readonly value: number;
  /** Share of those who began the path that reaches the stage. */
  readonly reached: number;
  /** Expected periods in the stage, per customer at the start of the path. */
  readonly expectedPeriods: number;
}

export interface PathValue {
  readonly value: number;
  readonly stages: readonly StageValue[];
}

export interface StageClvTerms {
  /** Per period, above −1. */
  readonly discount: number;
  /** Spent once, at the start; default 0. */
  readonly acquisitionCost?: number;
}

/** What one path is worth, stage by stage. */
export function stageClv(
  path: readonly StageOnPath[],
  { discount, acquisitionCost = 0 }: StageClvTerms,
): PathValue {
  let [reached, factor, total] = [1, 1, -acquisitionCost];
  const stages = path.map(({ stage, periods, margin, cost = 0, retention }) => {
    const atStart = reached;
    let [value, expectedPeriods] = [0, 0];
    for (let t = 0; t < periods; t += 1) {
      value += reached * factor * (margin - cost);
      expectedPeriods += reached;
      reached *= retention;
      factor /= 1 + discount;
    }
    total += value;
    return { stage, value, reached: atStart, expectedPeriods };
  });
  return { value: total, stages };
}

export interface WeightedPath {
  /** How many customers take the path, or their share. */
  readonly weight: number;
  readonly path: readonly StageOnPath[];
}

export interface PathsValue {
  /** Mean over the paths by weight; 0 without any weight. */
  readonly value: number;
  readonly paths: readonly PathValue[];
  /** The mean's parts by stage, in the order in which stages first appear. */
  readonly byStage: readonly { readonly stage: string; readonly value: number }[];
}

/** What a customer is worth who takes one of several paths. */
export function stagePathsClv(paths: readonly WeightedPath[], terms: StageClvTerms): PathsValue {
  const weights = paths.reduce((sum, { weight }) => sum + weight, 0);
  const values = paths.map(({ path }) => stageClv(path, terms));
  const byStage = new Map<string, number>();
  let value = 0;
  for (const [i, { weight }] of paths.entries()) {
    const share = weights > 0 ? weight / weights : 0;
    value += share * (values[i]?.value ?? 0);
    for (const part of values[i]?.stages ?? [])
      byStage.set(part.stage, (byStage.get(part.stage) ?? 0) + share * part.value);
  }
  return { value, paths: values, byStage: Array.from(byStage, ([stage, part]) => ({ stage, value: part })) };
}
