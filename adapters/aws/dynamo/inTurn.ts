/**
 * One after another for those of one name, within this process. A slice is its worker's own, and the sends of a page all take out
 * of it at once: in turn each commits at its first attempt, where at once most would only meet each other.
 */
export class InTurn {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<Result>(name: string | null, work: () => Promise<Result>): Promise<Result> {
    if (name === null) return work();
    const turn = (this.last.get(name) ?? Promise.resolve()).then(work, work);
    this.last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(name) === turn) this.last.delete(name);
    }
  }
}
