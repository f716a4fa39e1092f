/**
 * How threads share one update: a few numbers at the beginning of their memory say what is to be done, and a counter hands
 * out strips of rows until none is left. Both functions run in threads that know nothing of this file, so they stand on
 * their arguments alone.
 *
 * A thread counts itself in before it looks whether an update is open; the caller closes it first and then waits until
 * nobody is in. So a thread that comes late finds it closed, and one that is in is waited for.
 */

/** Places in the control numbers. From `C` on: the arguments of the kernel, in its order but without `from` and `to`. */
export const CONTROL = { ROUND: 0, OPEN: 1, INSIDE: 2, NEXT: 3, STRIPS: 4, C: 5, LENGTH: 16 } as const;

/** `update` of `kernel.wat`. */
export type Update = (
  c: number,
  stride: number,
  p: number,
  q: number,
  width: number,
  from: number,
  to: number,
  columns: number,
  lower: number,
) => void;

/** Takes strips from the counter until none is left. */
export function takeStrips(control: Int32Array, places: typeof CONTROL, update: Update): void {
  const stripsAtOnce = 16;
  const strips = control[places.STRIPS] ?? 0;
  const [c = 0, stride = 0, p = 0, q = 0, width = 0, columns = 0, lower = 0] = control.subarray(places.C);
  for (;;) {
    const from = Atomics.add(control, places.NEXT, stripsAtOnce);
    if (from >= strips) return;
    update(c, stride, p, q, width, from, Math.min(from + stripsAtOnce, strips), columns, lower);
  }
}

export interface HelperData {
  readonly memory: WebAssembly.Memory;
  readonly kernel: WebAssembly.Module;
  readonly places: typeof CONTROL;
}

/** What a thread does: waits for a round, takes its share, until the caller ends it. */
export function help(
  { memory, kernel, places }: HelperData,
  take: typeof takeStrips,
  kernelIn: typeof exportsUpdate,
): void {
  const { exports } = new WebAssembly.Instance(kernel, { env: { memory } });
  const update = kernelIn(exports);
  const control = new Int32Array(memory.buffer, 0, places.LENGTH);
  for (let seen = 0; ; seen = Atomics.load(control, places.ROUND)) {
    Atomics.add(control, places.INSIDE, 1);
    if (Atomics.load(control, places.OPEN) === 1) take(control, places, update);
    Atomics.sub(control, places.INSIDE, 1);
    Atomics.notify(control, places.INSIDE);
    Atomics.wait(control, places.ROUND, seen);
  }
}

/** The kernel among a module's exports. Throws where it is another module. */
export function exportsUpdate(exports: WebAssembly.Exports): Update {
  const isUpdate = (value: unknown): value is Update => typeof value === 'function';
  if (!isUpdate(exports['update'])) throw new Error('the module exports no update');
  return exports['update'];
}
