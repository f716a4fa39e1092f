/**
 * Job: a file of orders into a workspace. The first import names the shop's currency and makes the workspace; one that brought
 * nothing leaves none behind.
 */
import { rmSync } from 'node:fs';
import * as z from 'zod';
import { parseColumnMap } from '../../core/customer/import/columnMap.ts';
import { misuse } from '../../functions/shared/problem.ts';
import { importOrders } from '../import/importOrders.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import { workspaceExists } from '../workspace/paths.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({
  file: z.string().min(1),
  map: z.string().min(1),
  currency: z.string().min(1),
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: z.string().exactOptional(),
  rejectFile: z.string().exactOptional(),
});

function currencyIn(kept: string | null, settings: string | null): string | null {
  if (settings !== null) return settings;
  const known: unknown = kept === null ? null : JSON.parse(kept);
  return typeof known === 'string' ? known : null;
}

export async function importOrderFile({
  dataDir,
  workspace,
  body,
  onProgress,
}: JobContext): Promise<unknown> {
  const { file, map, currency, dryRun, dateFormat, encoding, rejectFile } = input.parse(body);
  const columns = parseColumnMap(map);
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw misuse(
      'currency',
      `"${currency}" is no currency code`,
      'give a three-letter ISO 4217 code such as USD',
    );
  }
  const isNew = !workspaceExists(dataDir, workspace);
  const opened = await openWorkspace({ dataDir, name: workspace, create: true });
  let empty = true;
  try {
    const { store, container } = opened;
    const kept = await store.getValue('currency');
    const report = await importOrders({
      file,
      map: columns,
      currency,
      shopCurrency: currencyIn(kept, container.settings.shop.currency),
      store,
      rejectFile: rejectFile ?? `${file}.rejects.ndjson`,
      dryRun,
      now: container.now(),
      ...(dateFormat === undefined ? {} : { dateFormat }),
      ...(encoding === undefined ? {} : { encoding }),
      onProgress: ({ rows, bytesRead, totalBytes }) =>
        onProgress({ done: totalBytes === 0 ? 1 : bytesRead / totalBytes, what: `${rows} rows` }),
    });
    if (!dryRun && kept === null && report.accepted > 0)
      await store.putValue('currency', JSON.stringify(currency));
    empty = (await store.countPeople()) === 0;
    return report;
  } finally {
    await opened.close();
    if (isNew && empty) rmSync(opened.files.dir, { recursive: true, force: true });
  }
}
