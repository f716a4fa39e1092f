/**
 * The main job headless: makes the demonstration shop where there is none, runs a wave, and says what it came to. The folder it
 * leaves is the one `serve` shows.
 */
import { isBalanced, recountLedger } from '../../core/message/ledger.ts';
import { LocalApi } from '../api/localApi.ts';
import { mailboxRoutes } from '../api/messages.ts';
import { runJobHere } from '../jobs/job.ts';
import { runWave } from '../machines/runWave.ts';
import type { Workspace } from '../workspace/openWorkspace.ts';
import { DEMO_WORKSPACE } from '../workspace/paths.ts';
import { programmeCounts } from './programmeCounts.ts';

export interface DemoOptions {
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

const SAMPLES = 3;

async function messagesByJourney({ store }: Workspace): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const page of store.decisions()) {
    for (const { journeyId, outcome } of page) {
      if (outcome === 'sent') counts[journeyId] = (counts[journeyId] ?? 0) + 1;
    }
  }
  return counts;
}

async function summaryOf(workspace: Workspace, startedAt: number) {
  const { store, container, mailbox } = workspace;
  const [evaluation, ledger, journeys] = await Promise.all([
    store.lastEvaluation(),
    recountLedger(store),
    store.journeys(),
  ]);
  const routes = mailboxRoutes(container, mailbox);
  const { items } = await routes.list({
    params: {},
    query: { limit: String(SAMPLES) },
    body: null,
    headers: {},
  });
  const { accepted, ...byOutcome } = ledger;
  return {
    workspace: DEMO_WORKSPACE,
    customers: evaluation?.summary.customers ?? 0,
    stages: evaluation?.summary.stages ?? null,
    grades: evaluation?.summary.grades ?? null,
    journeys: journeys.map(({ id, version }) => ({ id, version })),
    messages: await messagesByJourney(workspace),
    ledger: { balanced: isBalanced(ledger), accepted, byOutcome },
    ...(await programmeCounts(container)),
    samples: items.map(({ subject, journeyId, at }) => ({ subject, journeyId, at })),
    seconds: Number(((Date.now() - startedAt) / 1000).toFixed(1)),
  };
}

export async function runDemo({ dataDir, log }: DemoOptions) {
  const startedAt = Date.now();
  const context = { dataDir, workspace: DEMO_WORKSPACE, body: null, onProgress: () => {} };
  log(
    'making the demonstration shop: 2,000 customers, 18 months of orders, the last 30 days lived in virtual time',
  );
  await runJobHere('seed-demo', context);
  const api = new LocalApi({ dataDir, workspace: DEMO_WORKSPACE, runJob: runJobHere });
  try {
    const workspace = await api.workspace(DEMO_WORKSPACE);
    await runWave(workspace.container);
    return await summaryOf(workspace, startedAt);
  } finally {
    await api.close();
  }
}
