/** Job: a file of events into a workspace, which it makes where there is none. */
import { eventTarget } from '../../functions/shared/import/kinds.ts';
import { eventOptions, eventRules } from '../../functions/shared/import/events.ts';
import { importEvents } from '../import/importEvents.ts';
import { fileInput, fileOf } from './importInput.ts';
import { inImportWorkspace } from './inImportWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = eventOptions.extend(fileInput);

export function importEventFile(context: JobContext): Promise<unknown> {
  const asked = input.parse(context.body);
  return inImportWorkspace(context, async ({ container }) =>
    importEvents({
      ...eventRules(asked, container.now()),
      ...fileOf(asked, context),
      target: eventTarget(container),
    }),
  );
}
