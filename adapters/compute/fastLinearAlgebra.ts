/**
 * Linear algebra by WebAssembly vector instructions and threads; the same bits as `plainLinearAlgebra`, sooner. A matrix is
 * laid into memory that all threads see. The caller's own thread does the narrow parts alone and its share of the updates;
 * it is not free for anything else meanwhile. Threads end with the inversion.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { LinearAlgebra } from '../../core/linear/linearAlgebra.ts';
import { plainLinearAlgebra } from '../../core/linear/plainLinearAlgebra.ts';
import {
  layIn,
  roomIn,
  roomLength,
  type SweepRoom,
  sweepAll,
  takeOut,
  TILE,
  tiled,
  type Updater,
} from '../../core/linear/sweep.ts';
import { CONTROL, exportsUpdate, help, type HelperData, takeStrips, type Update } from './strips.ts';
import { UPDATE_KERNEL } from './updateKernel.ts';

const PAGE_BYTES = 65_536;
/** As many as the kernel's memory may have: 4 GB, a matrix of 22,000 rows. */
const MOST_PAGES = 65_536;
const DOUBLE_BYTES = 8;
/** The control numbers, rounded up to what vectors like. */
const ROOM_OFFSET = 64;
/** Below this a thread is not worth its beginning, some 20 ms. */
const ALONE_BELOW = 500;
const MOST_THREADS = 4;

/** Updates by the kernel, together with whoever else waits at the control numbers. */
class SharedUpdater implements Updater {
  readonly room: SweepRoom;
  readonly #control: Int32Array;
  readonly #update: Update;
  readonly #size: number;

  constructor({ buffer }: WebAssembly.Memory, update: Update, size: number) {
    this.room = roomIn(buffer, ROOM_OFFSET, size);
    this.#control = new Int32Array(buffer, 0, CONTROL.LENGTH);
    this.#update = update;
    this.#size = size;
  }

  #run(strips: number, ...task: readonly number[]): void {
    const control = this.#control;
    control.set([strips, ...task], CONTROL.STRIPS);
    Atomics.store(control, CONTROL.NEXT, 0);
    Atomics.store(control, CONTROL.OPEN, 1);
    Atomics.add(control, CONTROL.ROUND, 1);
    Atomics.notify(control, CONTROL.ROUND);
    takeStrips(control, CONTROL, this.#update);
    Atomics.store(control, CONTROL.OPEN, 0);
    for (let inside = Atomics.load(control, CONTROL.INSIDE); inside > 0; ) {
      Atomics.wait(control, CONTROL.INSIDE, inside);
      inside = Atomics.load(control, CONTROL.INSIDE);
    }
  }

  multiply(strips: number, width: number): void {
    const { columns, pivot, product } = this.room;
    product.fill(0, 0, strips * TILE * width);
    const [c, p, q] = [product.byteOffset, columns.byteOffset, pivot.byteOffset];
    this.#run(strips, c, width * DOUBLE_BYTES, p, q, width, width / TILE, 0);
  }

  subtract(strips: number, width: number): void {
    const { columns, weighted, matrix } = this.room;
    const [c, p, q] = [matrix.byteOffset, weighted.byteOffset, columns.byteOffset];
    this.#run(strips, c, this.#size * DOUBLE_BYTES, p, q, width, strips, 1);
  }
}

function helperOf(workerData: HelperData): Worker {
  const source = `(${help.toString()})(require('node:worker_threads').workerData, ${takeStrips.toString()}, ${exportsUpdate.toString()})`;
  const worker = new Worker(source, { eval: true, workerData });
  worker.unref();
  return worker;
}

/** With `threads` at most, the caller's own among them; by default as many as the machine runs at once, and 4 at most. */
export function fastLinearAlgebra(
  threads: number = Math.min(availableParallelism(), MOST_THREADS),
): LinearAlgebra {
  return {
    invertPositiveDefinite: async (matrix, n) => {
      const size = tiled(n);
      const pages = Math.ceil((ROOM_OFFSET + roomLength(size) * DOUBLE_BYTES) / PAGE_BYTES);
      if (pages > MOST_PAGES) return plainLinearAlgebra.invertPositiveDefinite(matrix, n);
      const kernel = await WebAssembly.compile(UPDATE_KERNEL);
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
      const { exports } = await WebAssembly.instantiate(kernel, { env: { memory } });
      const helpers = Array.from({ length: n < ALONE_BELOW ? 0 : threads - 1 }, () =>
        helperOf({ memory, kernel, places: CONTROL }),
      );
      try {
        const updater = new SharedUpdater(memory, exportsUpdate(exports), size);
        layIn(updater.room, matrix, n);
        sweepAll(updater, size);
        return takeOut(updater.room, matrix, n);
      } finally {
        await Promise.all(helpers.map((helper) => helper.terminate()));
      }
    },
  };
}
