/**
 * Work by key, in turn: what is asked for one key runs one after the other, different keys at once. Two events of one customer
 * would otherwise race for the same version and one of them be computed again.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** Runs `work` when what was asked before under this key is done, however that ended. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.last.get(key);
    const result = before === undefined ? work() : before.then(work);
    const forgotten = () => this.forget(key, settled);
    const settled: Promise<void> = result.then(forgotten, forgotten);
    this.last.set(key, settled);
    return result;
  }

  private forget(key: string, settled: Promise<void>): void {
    if (this.last.get(key) === settled) this.last.delete(key);
  }
}
