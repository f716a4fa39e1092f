/** Job: the verdicts on everyone in decline, by the route that answers it elsewhere. Opens the workspace read-only: nothing is changed. */
import * as z from 'zod';
import { NO_WIN_BACK_LIMITS, winBackVerdicts } from '../../functions/management/routes/winBack.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({ query: z.record(z.string(), z.string()) });

/** It was asked by somebody who was let in already. */
const READER = { name: 'judge-lost', role: 'viewer' } as const;

export async function judgeLost({ dataDir, workspace, body }: JobContext): Promise<unknown> {
  const { query } = input.parse(body);
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    const route = winBackVerdicts(opened.container, NO_WIN_BACK_LIMITS);
    return await route({ params: {}, query, body: null, headers: {} }, READER);
  } finally {
    await opened.close();
  }
}
