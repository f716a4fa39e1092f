/** The local API on a data folder that no server holds: jobs run in this process. */
import { runJobHere } from '../jobs/job.ts';
import { makeFolder } from '../workspace/folder.ts';
import { LocalApi } from './localApi.ts';

export interface OpenLocalApi {
  readonly dataDir: string;
  /** Null means the workspace in force. */
  readonly workspace: string | null;
  /** Make the folder where there is none. */
  readonly create: boolean;
}

export async function openLocalApi({ dataDir, workspace, create }: OpenLocalApi): Promise<LocalApi> {
  if (create) makeFolder(dataDir);
  return new LocalApi({ dataDir, workspace, runJob: runJobHere });
}
