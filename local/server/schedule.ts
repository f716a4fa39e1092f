/**
 * The clock of one machine: a wave each minute (and at once when asked), the nightly evaluation when a UTC day has begun. What
 * fell due while nothing ran is found by the first wave. One run of each at a time.
 */
import { startOfDay, utcDay } from '../../core/time.ts';
import { runWave } from '../machines/runWave.ts';
import { newsDeskOf } from '../standIn/newsDesk.ts';
import type { Workspace } from '../workspace/openWorkspace.ts';

type Clocked = Pick<Workspace, 'store' | 'container'> & Partial<Pick<Workspace, 'mailbox'>>;

export interface ScheduleOptions {
  /** Without a mailbox nothing is told of its messages. */
  readonly workspace: () => Promise<Clocked>;
  /** Runs the nightly evaluation for 00:00 UTC of `at`. */
  readonly evaluate: (at: number) => Promise<void>;
  readonly log: (line: string) => void;
  readonly everyMs?: number;
}

export interface Schedule {
  /** Runs a wave now, or right after the one that is running. */
  kick(): void;
  /** Runs a wave within a second or two: asked again before then, it is still one wave. */
  soon(): void;
  stop(): Promise<void>;
}

/** What an event makes due waits so long for the events that come with it. */
const SOON_MS = 1_500;

function inWords(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

export function startSchedule(options: ScheduleOptions): Schedule {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const evaluateIfDue = async (workspace: Clocked): Promise<void> => {
    const today = startOfDay(utcDay(workspace.container.now()));
    const last = await workspace.store.lastEvaluation();
    if (last?.current === true && last.at < today) await options.evaluate(today);
  };

  /** What fails is logged and tried again by the next tick; it stops nothing else. */
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (failure) {
      options.log(`${what}: ${inWords(failure)}; the next one tries again`);
    }
  };

  const wave = async (container: Workspace['container']): Promise<void> => {
    const { failures } = await runWave(container);
    for (const failure of failures) options.log(`wave: ${failure}`);
  };

  const tellNews = async ({ container, mailbox }: Clocked): Promise<void> => {
    if (mailbox !== undefined) await newsDeskOf(container, mailbox)?.tell(container.now());
  };

  const tick = (): Promise<void> =>
    attempt('wave', async () => {
      const workspace = await options.workspace();
      await attempt('evaluation', () => evaluateIfDue(workspace));
      await attempt('news of messages', () => tellNews(workspace));
      await wave(workspace.container);
    });

  const kick = (): void => {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = tick().finally(() => {
      running = null;
      if (again) {
        again = false;
        kick();
      }
    });
  };

  let nudged: NodeJS.Timeout | null = null;
  const soon = (): void => {
    nudged ??= setTimeout(() => {
      nudged = null;
      kick();
    }, SOON_MS);
  };

  const timer = setInterval(kick, options.everyMs ?? 60_000);
  kick();
  return {
    kick,
    soon,
    stop: async () => {
      stopped = true;
      if (nudged !== null) clearTimeout(nudged);
      clearInterval(timer);
      await running;
    },
  };
}
