/** Tallies in memory, one number a day, group and what is counted. */
import { TALLIED, type Tallied } from '../../core/message/feedback.ts';
import type { Tally, TallyGroup } from '../../core/message/tally.ts';

export class Tallies {
  private readonly days = new Map<number, Map<TallyGroup, Map<Tallied, number>>>();

  add(day: number, group: TallyGroup, what: Tallied): void {
    const groups = this.days.get(day) ?? new Map<TallyGroup, Map<Tallied, number>>();
    const counts = groups.get(group) ?? new Map<Tallied, number>();
    counts.set(what, (counts.get(what) ?? 0) + 1);
    groups.set(group, counts);
    this.days.set(day, groups);
  }

  between({ since, until }: { since: number; until: number }): Tally[] {
    const found: Tally[] = [];
    const days = [...this.days].filter(([day]) => day >= since && day <= until).sort(([a], [b]) => a - b);
    for (const [day, groups] of days) {
      for (const [group, counts] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
        for (const what of TALLIED.toSorted()) {
          const count = counts.get(what);
          if (count !== undefined) found.push({ day, group, what, count });
        }
      }
    }
    return found;
  }
}
