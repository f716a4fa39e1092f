/** Jobs: a segment previewed, everyone judged by the segments in force: by the routes that answer both elsewhere, without their limits. */
import { previewRoute } from '../../functions/management/routes/segmentPreview.ts';
import { recomputeNow } from '../../functions/management/routes/segments.ts';
import type { Container } from '../../functions/shared/container.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

/** It was asked by somebody who was let in already. */
const OPERATOR = { name: 'segments', role: 'marketer' } as const;
const EVERYBODY = { mostCustomers: Number.POSITIVE_INFINITY };

export async function previewSegmentHere(context: JobContext): Promise<unknown> {
  const { dataDir, workspace, body, onProgress } = context;
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    const people = await opened.store.countPeople();
    const onPage = (looked: number) =>
      onProgress({ done: people === 0 ? 1 : looked / people, what: `${looked} customers` });
    const route = previewRoute(opened.container, { ...EVERYBODY, onPage });
    return await route({ params: {}, query: {}, body: JSON.stringify(body), headers: {} }, OPERATOR);
  } finally {
    await opened.close();
  }
}

/** Judges everyone by the segments in force, and keeps how many are in each. */
export async function judgeEverybody(container: Container): Promise<unknown> {
  const route = recomputeNow(container, EVERYBODY);
  return route({ params: {}, query: {}, body: null, headers: {} }, OPERATOR);
}

export async function recomputeSegmentsHere({ dataDir, workspace }: JobContext): Promise<unknown> {
  const opened = await openWorkspace({ dataDir, name: workspace, create: false });
  try {
    return await judgeEverybody(opened.container);
  } finally {
    await opened.close();
  }
}
