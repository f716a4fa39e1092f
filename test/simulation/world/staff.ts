/**
 * The workers of a world: processes with a container each, that call the product's own handlers. One that crashed is
 * replaced by another of a new name, which knows nothing of what the first was doing.
 */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import type { WaveWorker } from '../../../core/journey/wave.ts';
import { LANES } from '../../../core/message/decision.ts';
import type { Store } from '../../../core/ports.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { inbound } from '../../../functions/inbound/handler.ts';
import { journeyWaveDrain } from '../../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { type Container, makeContainer } from '../../../functions/shared/container.ts';
import { messageCosts } from '../../../functions/shared/messageCost.ts';
import { memoryScratch } from '../../../functions/shared/scratch.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { aContext, aQueueEvent, aTimedContext } from './invocation.ts';
import { evaluateNight } from './night.ts';
import { throughScheduler } from './ports.ts';
import type { PostOffice } from './postOffice.ts';
import type { Queue } from './queue.ts';
import { Actor, type Scheduler } from './scheduler.ts';
import { allRunners } from '../../../functions/shared/runners/allRunners.ts';

export interface StaffParts {
  readonly stores: readonly Store[];
  readonly office: PostOffice;
  readonly scheduler: Scheduler;
  readonly settings: Settings;
  readonly now: () => number;
  /** A handler that throws where it should answer. */
  readonly onFailure: (what: string) => void;
}

interface Worker {
  readonly actor: Actor;
  readonly container: Container;
  busy: boolean;
}

const CONSUMING = ['intake', 'feedback', 'inbound'] as const;
export type Consuming = (typeof CONSUMING)[number];
type Role = Consuming | 'wave' | 'night';

type Consumer = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const HANDLERS: Readonly<Record<Consuming, (container: Container) => Consumer>> = {
  intake: (container) => eventIntake(container),
  feedback: (container) => providerEvents(container),
  inbound: (container) => inbound(container),
};

export class Staff {
  private readonly parts: StaffParts;
  private readonly posts: Readonly<Record<Role, Worker[]>>;
  private hired = 0;
  /** Of all: it is kept apart from the workers. */
  private readonly scratch = memoryScratch();

  constructor(parts: StaffParts) {
    this.parts = parts;
    const two = (role: Role) => [this.hire(role, 0), this.hire(role, 1)];
    this.posts = {
      intake: two('intake'),
      feedback: two('feedback'),
      inbound: two('inbound'),
      wave: two('wave'),
      night: [this.hire('night', 0)],
    };
  }

  private hire(role: Role, place: number): Worker {
    this.hired += 1;
    const { stores, office, scheduler, settings, now } = this.parts;
    const actor = new Actor(role, `${role}-${this.hired}`);
    const store = stores[place % stores.length];
    if (store === undefined) throw new Error('a worker needs a store');
    const ofWorker = throughScheduler(store, scheduler, actor);
    const container = makeContainer({
      store: ofWorker,
      provider: throughScheduler(office.provider, scheduler, actor, office.answer),
      addressKeyOf,
      scratch: throughScheduler(this.scratch, scheduler, actor),
      runners: allRunners,
      rejects: memoryRejects(),
      settings,
      settingsVersion: 1,
      now,
      claimant: actor.name,
      keepEvidence: false,
      costOf: messageCosts(ofWorker, () => settings),
    });
    return { actor, container, busy: false };
  }

  /** Whoever is free for a role; those who crashed are replaced first. */
  private free(role: Role): Worker[] {
    const posts = this.posts[role];
    for (const [place, { actor }] of posts.entries())
      if (actor.crashed) posts[place] = this.hire(role, place);
    return posts.filter(({ busy }) => !busy);
  }

  /** Begins an activity; it ends, or its worker does. */
  private begin(worker: Worker, what: () => Promise<void>): void {
    worker.busy = true;
    void worker.actor
      .live(what)
      .catch((failure: unknown) => {
        // An invocation that fails is made again, by its queue or by the next wave.
        if (!isInjected(failure)) this.parts.onFailure(`${worker.actor.name}: ${String(failure)}`);
      })
      .finally(() => {
        worker.busy = false;
      });
  }

  /** Hands each queue to whoever is free to consume it. */
  takeFrom(queues: Readonly<Record<Consuming, Queue>>): void {
    const now = this.parts.now();
    for (const role of CONSUMING) {
      const next = queues[role].nextVisible();
      if (next === null || next > now) continue;
      for (const worker of this.free(role)) {
        const handler = HANDLERS[role](worker.container);
        this.begin(worker, () => this.consume(queues[role], handler));
      }
    }
  }

  private async consume(queue: Queue, consumer: Consumer): Promise<void> {
    for (;;) {
      const batch = queue.receive(this.parts.now());
      queue.bury();
      if (batch.length === 0) return;
      const answer = await consumer(aQueueEvent(batch), aContext());
      queue.finish(batch, failedOf(answer));
    }
  }

  /** Evaluates a night; `done` where it came to its end. */
  night(at: number, done: () => void): void {
    for (const one of this.free('night')) {
      this.begin(one, async () => {
        await evaluateNight(one.container, at);
        done();
      });
    }
  }

  /** Two workers drain the same shards at once; the first also plans, as the state machine would. */
  wave(): void {
    const [first] = this.parts.stores;
    const worker: WaveWorker = {
      lanes: LANES,
      shards: Array.from({ length: first?.shards ?? 1 }, (_, shard) => shard),
    };
    for (const [place, one] of this.free('wave').entries()) {
      this.begin(one, async () => {
        if (place === 0) await journeyWavePlan(one.container)(undefined, aContext());
        await journeyWaveDrain(one.container)(worker, aTimedContext());
      });
    }
  }
}

/** A fault, or what a store made of one: there it is the cause. */
function isInjected(failure: unknown): boolean {
  if (!(failure instanceof Error) || !('code' in failure)) return false;
  if (failure.code === 'transient-error') return failure.cause !== undefined;
  return String(failure.code).startsWith('injected-');
}

function failedOf({ batchItemFailures }: SQSBatchResponse): Set<string> {
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}
