/** Jobs: a file of consents, and a suppression list, into a workspace that is there. */
import { basename } from 'node:path';
import { consentOptions, consentRules } from '../../functions/shared/import/consents.ts';
import { suppressionOptions, suppressionRules } from '../../functions/shared/import/suppressions.ts';
import { importConsents, importSuppressions } from '../import/importContacts.ts';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import { fileInput, fileOf } from './importInput.ts';
import type { JobContext } from './jobContext.ts';

const consentInput = consentOptions.extend(fileInput);
const suppressionInput = suppressionOptions.extend(fileInput);

async function inWorkspace<T>(
  { dataDir, workspace }: JobContext,
  run: (on: Workspace) => Promise<T>,
): Promise<T> {
  const opened = await openWorkspace({ dataDir, name: workspace, create: false });
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}

export function importConsentFile(context: JobContext): Promise<unknown> {
  const asked = consentInput.parse(context.body);
  return inWorkspace(context, ({ store, container: { addressKeyOf, now } }) =>
    importConsents({
      ...consentRules(asked, now(), basename(asked.file)),
      ...fileOf(asked, context),
      store,
      addressKeyOf,
    }),
  );
}

export function importSuppressionFile(context: JobContext): Promise<unknown> {
  const asked = suppressionInput.parse(context.body);
  return inWorkspace(context, ({ store, container: { addressKeyOf, now } }) =>
    importSuppressions({
      ...suppressionRules(asked, now(), basename(asked.file)),
      ...fileOf(asked, context),
      store,
      addressKeyOf,
    }),
  );
}
