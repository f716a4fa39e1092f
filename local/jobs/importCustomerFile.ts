/** Job: a file of customers into a workspace, which it makes where there is none; one that brought nobody leaves none behind. */
import { rmSync } from 'node:fs';
import { customerOptions, customerRules } from '../../functions/shared/import/customers.ts';
import { importCustomers } from '../import/importCustomers.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import { workspaceExists } from '../workspace/paths.ts';
import { fileInput, fileOf } from './importInput.ts';
import type { JobContext } from './jobContext.ts';

const input = customerOptions.extend(fileInput);

export async function importCustomerFile(context: JobContext): Promise<unknown> {
  const { dataDir, workspace } = context;
  const asked = input.parse(context.body);
  const rules = customerRules(asked);
  const isNew = !workspaceExists(dataDir, workspace);
  const opened = await openWorkspace({ dataDir, name: workspace, create: true });
  let empty = true;
  try {
    const { store, container } = opened;
    const report = await importCustomers({
      ...rules,
      ...fileOf(asked, context),
      store,
      addressKeyOf: container.addressKeyOf,
      now: container.now(),
    });
    empty = (await store.countPeople()) === 0;
    return report;
  } finally {
    await opened.close();
    if (isNew && empty) rmSync(opened.files.dir, { recursive: true, force: true });
  }
}
