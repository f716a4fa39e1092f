/** Job: a file of customers into a workspace, which it makes where there is none. */
import { customerOptions, customerRules } from '../../functions/shared/import/customers.ts';
import { importCustomers } from '../import/importCustomers.ts';
import { fileInput, fileOf } from './importInput.ts';
import { inImportWorkspace } from './inImportWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = customerOptions.extend(fileInput);

export function importCustomerFile(context: JobContext): Promise<unknown> {
  const asked = input.parse(context.body);
  const rules = customerRules(asked);
  return inImportWorkspace(context, async ({ store, container }) =>
    importCustomers({
      ...rules,
      ...fileOf(asked, context),
      store,
      addressKeyOf: container.addressKeyOf,
      now: container.now(),
    }),
  );
}
