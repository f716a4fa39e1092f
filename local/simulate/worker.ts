/** Thread of the second part of a large simulation: takes its people, lives through the period, answers its counts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromHelper, ToHelper } from './helper.ts';
import type { MeasuredPerson } from './margins.ts';
import { Part, type PartSetup } from './part.ts';
import { SummaryExchange } from './summaryExchange.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread only');

const post = (message: FromHelper): void => port.postMessage(message, []);
const setup: PartSetup = workerData;
const part = new Part(setup);
const exchange = new SummaryExchange('second', post);

async function run(measured: readonly MeasuredPerson[]): Promise<void> {
  post({ kind: 'done', result: await part.run(exchange.scratch(), measured, () => undefined) });
}

async function hear(message: ToHelper): Promise<void> {
  switch (message.kind) {
    case 'take':
      await part.take(message.page);
      post({ kind: 'taken' });
      return;
    case 'run':
      return run(message.measured);
    case 'summary':
      exchange.receive(message);
      return;
  }
}

// A failure here ends the thread, and the one that waits for it hears of it as the worker's error.
port.on('message', (message: ToHelper) => void hear(message));
