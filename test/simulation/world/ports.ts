/**
 * A port as a worker sees it: every operation parks with the scheduler. Nothing here knows an operation by name, so a port
 * that grows is covered the day it grows. Of an operation over a list F5 carries out the first half.
 */
import type { Actor, PortCall, Scheduler } from './scheduler.ts';

type Operation = (...args: readonly unknown[]) => unknown;

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isOperation(member: unknown): member is Operation {
  return typeof member === 'function';
}

/** The half of a list argument F5 lets through; null where the first argument is no list of several. */
function halfOf(args: readonly unknown[]): unknown[] | null {
  const [list, ...rest] = args;
  if (!Array.isArray(list) || list.length < 2) return null;
  return [list.slice(0, Math.floor(list.length / 2)), ...rest];
}

/** Operations that answer in pages; each page is a call. */
const PAGED: ReadonlySet<string> = new Set(['scanHistories', 'exportPeople', 'decisions', 'exportDecisions']);

async function* pagesOf(
  scheduler: Scheduler,
  call: Omit<PortCall, 'take'>,
  iterable: unknown,
): AsyncGenerator {
  if (!isAsyncIterable(iterable)) throw new TypeError(`${call.site.operation} answers in no pages`);
  const pages = iterable[Symbol.asyncIterator]();
  for (;;) {
    const next = await scheduler.call({ ...call, take: () => pages.next() });
    if (typeof next !== 'object' || next === null || !('done' in next) || next.done === true) return;
    if ('value' in next) yield next.value;
  }
}

/** `port` as `actor` has it. */
export function throughScheduler<Port extends object>(
  port: Port,
  scheduler: Scheduler,
  actor: Actor,
  answer?: (operation: string, fault: 'F1' | 'F2' | 'F5', args: readonly unknown[]) => unknown,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof name !== 'string' || !isOperation(member)) return member;
      const invoke = (args: readonly unknown[]): unknown => Reflect.apply(member, target, args);
      return (...args: readonly unknown[]) => {
        const site = { role: actor.role, operation: name };
        const call = { actor, site, args };
        if (PAGED.has(name)) return pagesOf(scheduler, call, invoke(args));
        const half = halfOf(args);
        return scheduler.call({
          ...call,
          take: async () => invoke(args),
          ...(half === null ? {} : { takePart: async () => invoke(half) }),
          ...(answer === undefined ? {} : { answer: (fault) => answer(name, fault, args) }),
        });
      };
    },
  });
}
