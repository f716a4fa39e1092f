/** The second part of a large simulation, in a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { MeasuredPerson } from './margins.ts';
import type { Part, PartResult, PartSetup } from './part.ts';
import type { RecordedPerson } from './readSource.ts';
import { type SummaryMessage, SummaryExchange } from './summaryExchange.ts';

export type ToHelper =
  | { readonly kind: 'take'; readonly page: readonly RecordedPerson[] }
  | { readonly kind: 'run'; readonly measured: readonly MeasuredPerson[] }
  | SummaryMessage;

export type FromHelper =
  | { readonly kind: 'taken' }
  | { readonly kind: 'done'; readonly result: PartResult }
  | SummaryMessage;

/** Room for what lives through a virtual day, so that little of it is moved among what stays. */
const YOUNG_GENERATION_MB = 64;

interface Awaited<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: Error) => void;
}

export class Helper implements Pick<Part, 'take'> {
  readonly exchange: SummaryExchange;
  private readonly worker: Worker;
  private taking: Awaited<void> | null = null;
  private running: Awaited<PartResult> | null = null;

  constructor(setup: PartSetup) {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.exchange = new SummaryExchange('first', (message) => this.post(message));
    this.worker.on('message', (message: FromHelper) => this.hear(message));
    this.worker.on('error', (failure: Error) => this.fail(failure));
    this.worker.on('exit', () => this.fail(new Error('the second thread of the simulation ended early')));
  }

  /** Resolves when the page has been taken in. */
  take(page: readonly RecordedPerson[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.taking = { resolve, reject };
      this.post({ kind: 'take', page });
    });
  }

  run(measured: readonly MeasuredPerson[]): Promise<PartResult> {
    return new Promise((resolve, reject) => {
      this.running = { resolve, reject };
      this.post({ kind: 'run', measured });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private post(message: ToHelper): void {
    this.worker.postMessage(message, []);
  }

  private hear(message: FromHelper): void {
    switch (message.kind) {
      case 'taken':
        this.taking?.resolve();
        return;
      case 'summary':
        this.exchange.receive(message);
        return;
      case 'done':
        this.running?.resolve(message.result);
        return;
    }
  }

  private fail(reason: Error): void {
    this.taking?.reject(reason);
    this.running?.reject(reason);
    this.exchange.fail(reason);
  }
}
