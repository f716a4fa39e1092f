/** A figure of money as it is answered: whole minor units; 0 where there is none. */
export function minorUnits(value: number | undefined): number {
  return Math.round(value ?? 0);
}
