/** What a clock on the wall shows, by the calendar built into the runtime and by nothing of the product. */

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, made);
  return made;
}

/** Minutes since local midnight. */
export function localMinute(zone: string, at: number): number {
  const [hour = 0, minute = 0] = clockIn(zone).format(at).split(':').map(Number);
  return hour * 60 + minute;
}

function minutesOf(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}

/** Whether a minute lies in [from, until), which may pass midnight. */
export function isBetween(minute: number, from: string, until: string): boolean {
  const a = minutesOf(from);
  const b = minutesOf(until);
  return a <= b ? minute >= a && minute < b : minute >= a || minute < b;
}
