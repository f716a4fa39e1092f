/** Job: a file of orders into a workspace. The first import names the shop's currency and makes the workspace. */
import { orderOptions, orderRules, shopCurrency } from '../../functions/shared/import/orders.ts';
import { importOrders } from '../import/importOrders.ts';
import { fileInput, fileOf } from './importInput.ts';
import { inImportWorkspace } from './inImportWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = orderOptions.extend(fileInput);

export async function importOrderFile(context: JobContext): Promise<unknown> {
  const asked = input.parse(context.body);
  const rules = orderRules(asked);
  return inImportWorkspace(context, async ({ store, container }) => {
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
    return report;
  });
}
