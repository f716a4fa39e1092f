/** What a row of the bench measures and says; one row runs in one process, so that its peak memory is its own. */

export interface RowOptions {
  /** A file to take in place of the generated input; null where there is none. */
  readonly input: string | null;
}

export interface Measured {
  /** What went in, as counts. */
  readonly input: Readonly<Record<string, number>>;
  /** What came out, as counts. */
  readonly outcome: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** The figure the bar is about, and its unit. */
  readonly figure: number;
  readonly unit: string;
  readonly met: boolean;
  /** Figures beside the bar, for example a reference or a second size. */
  readonly also: Readonly<Record<string, number>>;
}

export interface Row {
  readonly name: string;
  /** The bar in words. */
  readonly bar: string;
  readonly durability: 'sqlite synchronous=FULL, grouped' | 'memory';
  /** How time and memory grow. */
  readonly growth: string;
  /** The heap its process may take, MB; left out, what Node takes by itself, about 4 GB. */
  readonly heapMb?: number;
  readonly run: (options: RowOptions) => Promise<Measured>;
}

/** Seconds a piece of work takes, with its result. */
export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ seconds: number; result: Result }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

/** Fails a row whose workload shrank below what its bar is stated for. */
export function requireAtLeast(what: string, count: number, least: number): void {
  if (count < least) throw new Error(`the workload is too small: ${what} ${count}, at least ${least} wanted`);
}

/** Highest memory this process has held, in MB. */
export function peakMemoryMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
