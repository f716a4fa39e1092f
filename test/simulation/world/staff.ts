/**
 * The workers of a world: processes with a container each, that call the product's own handlers. One that crashed is
 * replaced by another of a new name, which knows nothing of what the first was doing.
 */
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import type { WaveWorker } from '../../../core/journey/wave.ts';
import { LANES } from '../../../core/message/decision.ts';
import type { Store } from '../../../core/ports.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { journeyWaveDrain } from '../../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { type Container, makeContainer } from '../../../functions/shared/container.ts';
import { memoryScratch } from '../../../functions/shared/scratch.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { aContext, aQueueEvent } from './invocation.ts';
import { throughScheduler } from './ports.ts';
import type { PostOffice } from './postOffice.ts';
import type { Queue } from './queue.ts';
import { Actor, type Scheduler } from './scheduler.ts';

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

/** Roles and how many work at once. */
const POSTS = [
  { role: 'intake', places: 2 },
  { role: 'wave', places: 2 },
  { role: 'feedback', places: 2 },
] as const;
type Role = (typeof POSTS)[number]['role'];

type Consumer = (event: unknown, context: unknown) => Promise<unknown>;

export class Staff {
  private readonly parts: StaffParts;
  private readonly posts: Readonly<Record<Role, Worker[]>>;
  private hired = 0;

  constructor(parts: StaffParts) {
    this.parts = parts;
    const hire = (role: Role, places: number) =>
      Array.from({ length: places }, (_, place) => this.hire(role, place));
    this.posts = { intake: hire('intake', 2), wave: hire('wave', 2), feedback: hire('feedback', 2) };
  }

  private hire(role: Role, place: number): Worker {
    this.hired += 1;
    const { stores, office, scheduler, settings, now } = this.parts;
    const actor = new Actor(role, `${role}-${this.hired}`);
    const store = stores[place % stores.length];
    if (store === undefined) throw new Error('a worker needs a store');
    const container = makeContainer({
      store: throughScheduler(store, scheduler, actor),
      provider: throughScheduler(office.provider, scheduler, actor, office.answer),
      addressKeyOf,
      scratch: memoryScratch(),
      rejects: memoryRejects(),
      settings,
      settingsVersion: 1,
      now,
      claimant: actor.name,
      keepEvidence: false,
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
      .catch((failure: unknown) => this.parts.onFailure(`${worker.actor.name}: ${String(failure)}`))
      .finally(() => {
        worker.busy = false;
      });
  }

  takeEvents(queue: Queue): void {
    for (const worker of this.free('intake'))
      this.begin(worker, () => this.consume(queue, eventIntake(worker.container)));
  }

  private async consume(queue: Queue, handler: (event: never, context: never) => unknown): Promise<void> {
    const consumer = handler as unknown as Consumer;
    for (;;) {
      const batch = queue.receive(this.parts.now());
      queue.bury();
      if (batch.length === 0) return;
      const answer = await consumer(aQueueEvent(batch), aContext());
      queue.finish(batch, failedOf(answer));
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
        try {
          if (place === 0) await journeyWavePlan(one.container)(undefined, aContext());
          await journeyWaveDrain(one.container)(worker, aContext());
        } catch (failure) {
          // A task that fails is tried again by the next wave, as its state machine says.
          if (!isInjected(failure)) throw failure;
        }
      });
    }
  }
}

function isInjected(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && String(failure.code).startsWith('injected-');
}

function failedOf(answer: unknown): Set<string> {
  const failed = new Set<string>();
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return failed;
  if (!Array.isArray(answer.batchItemFailures)) return failed;
  for (const { itemIdentifier } of answer.batchItemFailures as { itemIdentifier: string }[])
    failed.add(itemIdentifier);
  return failed;
}
