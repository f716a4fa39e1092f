/** Job: an analytical view of a workspace, by the route that answers it elsewhere. Opens it read-only: nothing is changed. */
import * as z from 'zod';
import { analytics, NO_LIMITS } from '../../functions/management/routes/analytics.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({ view: z.string(), query: z.record(z.string(), z.string()) });

/** It was asked by somebody who was let in already. */
const READER = { name: 'analyse', role: 'viewer' } as const;

export async function analyseShop({ dataDir, workspace, body }: JobContext): Promise<unknown> {
  const { view, query } = input.parse(body);
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    return await analytics(opened.container, NO_LIMITS)(
      { params: { view }, query, body: null, headers: {} },
      READER,
    );
  } finally {
    await opened.close();
  }
}
