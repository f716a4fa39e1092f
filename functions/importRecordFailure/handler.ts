/** Step Functions task of `import`: keeps what a failed import failed of, for the operator. The same file again goes on. */
import middy from '@middy/core';
import * as z from 'zod';
import type { Container } from '../shared/container.ts';

const input = z.object({
  run: z.string(),
  failures: z.array(z.object({ part: z.number().nullable(), error: z.string(), cause: z.string() })).min(1),
});

export interface ImportFailure {
  readonly run: string;
  /** What failed first. */
  readonly error: string;
  readonly cause: string;
  /** Parts that failed. */
  readonly parts: number;
  readonly at: number;
}

export function importRecordFailure(container: Container) {
  return middy(async (event: unknown): Promise<ImportFailure> => {
    const { run, failures } = input.parse(event);
    const [first = { error: 'Error', cause: '' }] = failures;
    const { error, cause } = first;
    const failure = { run, error, cause, parts: failures.length, at: container.now() };
    await container.store.putValue('import-failure', JSON.stringify(failure));
    return failure;
  });
}
