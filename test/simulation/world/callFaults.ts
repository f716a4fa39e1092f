/**
 * Faults below a port: at the single calls an operation makes to DynamoDB. The site of such a call is the operation's with the
 * command behind it. A worker that crashed makes no further call, whatever it had begun at once.
 */
import type { Call, DynamoFake, Fault } from '../../support/dynamoFake.ts';
import { type FaultKind, type FaultPlan, type Site, siteName } from './fault.ts';
import type { PortCall } from './scheduler.ts';

export interface CallFaultsParts {
  readonly fake: DynamoFake;
  readonly faults: FaultPlan;
  /** The operation a call is made by; undefined for calls of no worker. */
  readonly carrying: () => PortCall | undefined;
}

/** What became of an operation below its port. */
export interface Below {
  readonly fault: FaultKind | null;
  /** A write took effect though its reply was lost. */
  readonly tookEffect: boolean;
}

const UNTOUCHED: Below = { fault: null, tookEffect: false };

function below(kind: FaultKind, { name, writes }: Call): Fault {
  switch (kind) {
    case 'F1':
      return 'throttle';
    case 'F2':
      return 'internal';
    case 'F3':
    case 'F6':
      return 'timeout-before';
    case 'F4':
    case 'F7':
      return 'timeout-after';
    case 'F5':
      if (name === 'BatchGet') return 'partial';
      return writes ? 'conflict' : 'throttle';
  }
}

export class CallFaults {
  private readonly parts: CallFaultsParts;
  private readonly occurrences = new Map<string, number>();
  private readonly struck = new Map<PortCall, Below>();

  constructor(parts: CallFaultsParts) {
    this.parts = parts;
    const { fake } = parts;
    fake.onCall = (call) => {
      const port = parts.carrying();
      if (port === undefined) return null;
      return port.actor.crashed ? 'timeout-before' : this.strike(port, call);
    };
  }

  /** Calls of each site so far. */
  counts(): ReadonlyMap<string, number> {
    return this.occurrences;
  }

  private strike(port: PortCall, call: Call): Fault | null {
    const { role, operation } = port.site;
    const site: Site = { role, operation: `${operation}/${call.name}` };
    const occurrence = this.occurrences.get(siteName(site)) ?? 0;
    this.occurrences.set(siteName(site), occurrence + 1);
    const kind = this.parts.faults(site, occurrence);
    if (kind === null) return null;
    const tookEffect = call.writes && (kind === 'F4' || kind === 'F7');
    this.struck.set(port, { fault: kind, tookEffect });
    if (kind === 'F6' || kind === 'F7') port.actor.crash();
    return below(kind, call);
  }

  /** What struck an operation, told once. */
  of(port: PortCall): Below {
    const known = this.struck.get(port) ?? UNTOUCHED;
    this.struck.delete(port);
    return known;
  }
}
