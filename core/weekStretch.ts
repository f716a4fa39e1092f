/** Hours of the week as stretches of local minutes since Monday 00:00: ascending, apart from each other, within one week. */

/** From and until, exclusive. */
export interface WeekStretch {
  readonly from: number;
  readonly until: number;
}

export type WeekHours = readonly WeekStretch[];
