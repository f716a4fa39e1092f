/** The sizes docs/data-model.md prints, of the demonstration shop as it is lived today. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runJobHere } from '../../local/jobs/job.ts';
import { DEMO_WORKSPACE, workspaceFiles } from '../../local/workspace/paths.ts';
import { dynamoSizes } from '../support/dynamoSizes.ts';
import { tempDir } from '../support/tempDir.ts';

const KB = 1_024;
/** Names, baskets and hours differ from day to day. */
const TOLERANCE = 0.1;

describe('items of a lived shop', () => {
  const dataDir = tempDir();

  it('are as large as the page says, and hot ones take one unit', async () => {
    const body = null;
    await runJobHere('seed-demo', { dataDir, workspace: DEMO_WORKSPACE, body, onProgress: () => {} });
    const sizes = await dynamoSizes(workspaceFiles(dataDir, DEMO_WORKSPACE).store);
    const page = readFileSync(new URL('../../docs/data-model.md', import.meta.url), 'utf8');
    for (const [kind, { items, meanBytes, p99Bytes }] of sizes) {
      expect(items, kind).toBeGreaterThan(1_000);
      const line = page.split('\n').find((one) => one.startsWith(`| ${kind} |`)) ?? '';
      const [mean = 0, p99 = 0] = line.split('|').slice(-3, -1).map(Number);
      expect(Math.abs(meanBytes / mean - 1), `mean of ${kind}: ${meanBytes}`).toBeLessThan(TOLERANCE);
      expect(Math.abs(p99Bytes / p99 - 1), `p99 of ${kind}: ${p99Bytes}`).toBeLessThan(2 * TOLERANCE);
    }
    for (const kind of ['profile', 'contact', 'enrolment', 'decision, pending'])
      expect(sizes.get(kind)?.meanBytes, kind).toBeLessThan(KB);
  }, 300_000);
});
