/** Many small calls at once, but never more than a few: enough to hide the way there and back, too few to throttle a table. */

/** Results in the order of the items. The first failure is thrown once those under way have ended; the rest is not begun. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const place = next;
      next += 1;
      const item = items[place];
      if (item === undefined) continue;
      try {
        results.set(place, await run(item));
      } catch (failure) {
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return items.flatMap((_, place) => {
    const result = results.get(place);
    return result === undefined ? [] : [result];
  });
}
