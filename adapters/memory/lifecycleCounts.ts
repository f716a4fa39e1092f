/** People with a lifecycle counted by stage and grade, kept with every write of a person. */
import type { Lifecycle } from '../../core/lifecycle/lifecycle.ts';
import type { EvaluationSummary } from '../../core/ports.ts';

export class LifecycleCounts {
  private customers = 0;
  private readonly stages = { identification: 0, development: 0, stability: 0, decline: 0 };
  private readonly grades = { A: 0, B: 0, C: 0 };

  move(before: Lifecycle | null, after: Lifecycle | null): void {
    if (before !== null) this.add(before, -1);
    if (after !== null) this.add(after, 1);
  }

  private add({ stage, grade }: Lifecycle, by: 1 | -1): void {
    this.customers += by;
    this.stages[stage] += by;
    this.grades[grade] += by;
  }

  summary(): EvaluationSummary {
    return { customers: this.customers, stages: { ...this.stages }, grades: { ...this.grades } };
  }
}
