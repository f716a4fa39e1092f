/**
 * Job: a file of orders into a workspace. The first import names the shop's currency and makes the workspace; one that brought
 * nothing leaves none behind.
 */
import { rmSync } from 'node:fs';
import { orderOptions, orderRules, shopCurrency } from '../../functions/shared/import/orders.ts';
import { importOrders } from '../import/importOrders.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import { workspaceExists } from '../workspace/paths.ts';
import { fileInput, fileOf } from './importInput.ts';
import type { JobContext } from './jobContext.ts';

const input = orderOptions.extend(fileInput);

export async function importOrderFile(context: JobContext): Promise<unknown> {
  const { dataDir, workspace } = context;
  const asked = input.parse(context.body);
  const rules = orderRules(asked);
  const isNew = !workspaceExists(dataDir, workspace);
  const opened = await openWorkspace({ dataDir, name: workspace, create: true });
  let empty = true;
  try {
    const { store, container } = opened;
    const kept = await store.getValue('currency');
    const report = await importOrders({
      ...rules,
      ...fileOf(asked, context),
      shopCurrency: shopCurrency(kept, container.settings.shop.currency),
      store,
      now: container.now(),
    });
    if (!rules.dryRun && kept === null && report.accepted > 0)
      await store.putValue('currency', JSON.stringify(rules.currency));
    empty = (await store.countPeople()) === 0;
    return report;
  } finally {
    await opened.close();
    if (isNew && empty) rmSync(opened.files.dir, { recursive: true, force: true });
  }
}
