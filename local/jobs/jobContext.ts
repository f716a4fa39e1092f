/** What a job is given. */
import type { JobProgress } from '../api/types.ts';

export interface JobContext {
  readonly dataDir: string;
  readonly workspace: string;
  readonly body: unknown;
  readonly onProgress: (progress: JobProgress) => void;
}
