/** Publishes the shipped segments into a workspace, and has everyone judged by them at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { NO_SEGMENTS } from '../../core/segment/definition.ts';
import { publishSegments } from '../../core/segment/publish.ts';
import type { Container } from '../../functions/shared/container.ts';
import { recomputeNow } from '../../functions/management/routes/segments.ts';
import { checkSegmentSources } from '../../functions/shared/segmentSources.ts';

const FOLDER = new URL('../../workflows/segments/', import.meta.url);
const OPERATOR = { name: 'segments', role: 'marketer' } as const;

/** Throws where a shipped file is wrong, naming it. */
export async function publishShippedSegments(container: Container): Promise<void> {
  const sources = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, source: readFileSync(new URL(name, FOLDER), 'utf8') }));
  const { document, problems } = checkSegmentSources({ sources, others: 'keep' }, NO_SEGMENTS, {});
  if (document === null)
    throw new Error(problems.map(({ file, path, message }) => `${file}: ${path}: ${message}`).join('\n'));
  await publishSegments(container.store, document, container.now());
  const everybody = recomputeNow(container, { mostCustomers: Number.POSITIVE_INFINITY });
  await everybody({ params: {}, query: {}, body: null, headers: {} }, OPERATOR);
}
