/** How far the backlogs of journeys have come: how many were let in, and at what pace. */
import * as z from 'zod';
import type { DirectoryStore } from '../../../core/ports.ts';
import { isoInstant } from '../../../core/time.ts';

const body = z.object({
  journeyId: z.string(),
  perDay: z.number(),
  admitted: z.number(),
  since: z.string().nullable().default(null),
});

export interface BacklogView {
  readonly perDay: number;
  readonly admitted: number;
  readonly since: string | null;
  /** When it goes on; null once everyone was looked at. */
  readonly next: string | null;
}

/** Backlogs by journey. */
export async function backlogsOf(
  store: Pick<DirectoryStore, 'tasks'>,
): Promise<ReadonlyMap<string, BacklogView>> {
  const tasks = await store.tasks('backlog');
  return new Map(
    tasks.flatMap((task) => {
      const read = body.safeParse(task.body);
      if (!read.success) return [];
      const { journeyId, perDay, admitted, since } = read.data;
      const next = task.dueAt === null ? null : isoInstant(task.dueAt);
      return [[journeyId, { perDay, admitted, since, next }] as const];
    }),
  );
}
