/** Calendar months in UTC as whole numbers, so that ages in months are differences: years since 0 times 12, plus the month. */
import { civilDate, dayOfCivil, isoDay, type UtcDay } from '../time.ts';

export type Month = number;

/** The month a day lies in. */
export function monthOf(day: UtcDay): Month {
  const { year, month } = civilDate(day);
  return year * 12 + month - 1;
}

export function firstDayOf(month: Month): UtcDay {
  return dayOfCivil(Math.floor(month / 12), (month % 12) + 1, 1);
}

/** `1997-03`. */
export function isoMonth(month: Month): string {
  return isoDay(firstDayOf(month)).slice(0, 7);
}

/** The months of days that come in ascending order or near it: a look into the calendar only where the month changes. */
export class MonthCursor {
  private month: Month = 0;
  private from: UtcDay = 0;
  private to: UtcDay = 0;

  of(day: UtcDay): Month {
    if (day >= this.from && day < this.to) return this.month;
    this.month = monthOf(day);
    this.from = firstDayOf(this.month);
    this.to = firstDayOf(this.month + 1);
    return this.month;
  }
}
