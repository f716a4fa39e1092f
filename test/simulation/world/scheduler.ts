/**
 * Who goes next. Every call to a port parks here; one call at a time is taken, by the dice, carried out whole, and its caller
 * runs on until it parks again. So the interleaving of workers follows from the seed alone, and a commit is an instant
 * between which nothing else happens. A call may be struck by a fault, or stall while the clock goes on; a worker that
 * crashes is never spoken to again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Dice } from './dice.ts';
import { type FaultKind, type FaultPlan, InjectedFault, type Site, siteName } from './fault.ts';

/** A worker process: what it began is lost when it crashes. */
export class Actor {
  readonly role: string;
  readonly name: string;
  crashed = false;
  private readonly mourners: (() => void)[] = [];

  constructor(role: string, name: string) {
    this.role = role;
    this.name = name;
  }

  crash(): void {
    this.crashed = true;
    for (const mourn of this.mourners.splice(0)) mourn();
  }

  /** What the activity came to, or `crashed` where the worker died of it. */
  async live<Result>(activity: () => Promise<Result>): Promise<Result | 'crashed'> {
    if (this.crashed) return 'crashed';
    const death = new Promise<'crashed'>((resolve) => {
      this.mourners.push(() => resolve('crashed'));
    });
    return Promise.race([activity(), death]);
  }
}

export interface PortCall {
  readonly actor: Actor;
  readonly site: Site;
  readonly args: readonly unknown[];
  /** Carries the call out. */
  readonly take: () => Promise<unknown>;
  /** Carries out a part of it only; undefined where it is all or nothing. */
  readonly takePart?: () => Promise<unknown>;
  /** What the caller gets for a fault instead of an error, where the port answers in values. */
  readonly answer?: (fault: 'F1' | 'F2' | 'F5') => unknown;
}

export interface Done {
  readonly call: PortCall;
  readonly fault: FaultKind | null;
  /** True where the call was carried out, whole or in part. */
  readonly took: boolean;
  /** What carrying it out came to, whoever heard of it. */
  readonly result: unknown;
}

interface Parked {
  readonly call: PortCall;
  readonly occurrence: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface SchedulerParts {
  readonly dice: Dice;
  readonly faults: FaultPlan;
  /** Minutes the call waits while the clock goes on; 0 nearly always. */
  readonly stallMs: (site: Site, occurrence: number) => number;
  readonly now: () => number;
  /** Called after each call, struck or not. */
  readonly after: (done: Done) => Promise<void>;
  readonly onStall: (call: PortCall) => void;
  /** Which fault struck below the port while the call was carried out, and what it came to all the same. */
  readonly below?: (call: PortCall, result: unknown) => Pick<Done, 'fault' | 'result'>;
}

/** Until everything that runs has parked or ended. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export class Scheduler {
  calls = 0;
  struck = 0;
  /** The call that is carried out, in whatever it begins. */
  readonly carrying = new AsyncLocalStorage<PortCall>();
  private readonly parts: SchedulerParts;
  private readonly occurrences = new Map<string, number>();
  private readonly ready: Parked[] = [];
  private stalled: { readonly until: number; readonly parked: Parked }[] = [];

  constructor(parts: SchedulerParts) {
    this.parts = parts;
  }

  /** Calls of each site so far. */
  counts(): ReadonlyMap<string, number> {
    return this.occurrences;
  }

  /** When the next stalled call goes on; null where none is. */
  nextStalled(): number | null {
    return this.stalled.reduce<number | null>(
      (first, { until }) => (first === null || until < first ? until : first),
      null,
    );
  }

  call(call: PortCall): Promise<unknown> {
    const name = siteName(call.site);
    const occurrence = this.occurrences.get(name) ?? 0;
    this.occurrences.set(name, occurrence + 1);
    return new Promise((resolve, reject) => {
      const parked = { call, occurrence, resolve, reject };
      const stallMs = this.parts.stallMs(call.site, occurrence);
      if (stallMs > 0) {
        this.stalled.push({ until: this.parts.now() + stallMs, parked });
        this.parts.onStall(call);
      } else this.ready.push(parked);
    });
  }

  /** Carries out calls until all that runs has ended, crashed or stalled. */
  async run(): Promise<void> {
    const now = this.parts.now();
    for (const { parked } of this.stalled.filter(({ until }) => until <= now)) this.ready.push(parked);
    this.stalled = this.stalled.filter(({ until }) => until > now);
    await quiet();
    while (this.ready.length > 0) {
      await this.perform(this.next());
      await quiet();
    }
  }

  private next(): Parked {
    const place = this.parts.dice.below(this.ready.length);
    const parked = this.ready[place];
    const last = this.ready.pop();
    if (parked === undefined || last === undefined) throw new RangeError('nothing is parked');
    if (place < this.ready.length) this.ready[place] = last;
    return parked;
  }

  private async perform({ call, occurrence, resolve, reject }: Parked): Promise<void> {
    const { actor, site } = call;
    if (actor.crashed) return;
    this.calls += 1;
    const fault = this.parts.faults(site, occurrence);
    if (fault !== null) this.struck += 1;
    const tell = (took: boolean, result: unknown) => this.parts.after({ call, fault, took, result });
    switch (fault) {
      case 'F1':
      case 'F2':
      case 'F5':
        return this.refuse(call, fault, { resolve, reject, tell });
      case 'F3':
        await tell(false, null);
        return reject(new InjectedFault(fault, site));
      case 'F6':
        await tell(false, null);
        return actor.crash();
      case 'F4':
      case 'F7': {
        await tell(true, await settled(call.take));
        return fault === 'F7' ? actor.crash() : reject(new InjectedFault(fault, site));
      }
      case null:
        return this.carryOut(call, { resolve, reject });
    }
  }

  private async carryOut(call: PortCall, { resolve, reject }: Pick<Parked, 'resolve' | 'reject'>) {
    const tell = async (result: unknown) => {
      const below = this.parts.below?.(call, result) ?? { fault: null, result };
      if (below.fault !== null) this.struck += 1;
      await this.parts.after({ call, took: true, ...below });
    };
    try {
      const result = await this.carrying.run(call, call.take);
      await tell(result);
      if (!call.actor.crashed) resolve(result);
    } catch (failure) {
      await tell(failure);
      if (!call.actor.crashed) reject(failure instanceof Error ? failure : new Error(String(failure)));
    }
  }

  private async refuse(
    call: PortCall,
    fault: 'F1' | 'F2' | 'F5',
    to: {
      readonly resolve: (value: unknown) => void;
      readonly reject: (error: Error) => void;
      readonly tell: (took: boolean, result: unknown) => Promise<void>;
    },
  ): Promise<void> {
    const part = fault === 'F5' && call.takePart !== undefined ? call.takePart : null;
    if (part !== null) {
      await to.tell(true, await settled(part));
    } else await to.tell(false, null);
    const answer = call.answer?.(fault);
    if (answer === undefined) to.reject(new InjectedFault(fault, call.site));
    else to.resolve(answer);
  }
}

/** What a call came to, whether it answered or threw. */
async function settled(take: () => Promise<unknown>): Promise<unknown> {
  try {
    return await take();
  } catch (failure) {
    return failure;
  }
}
