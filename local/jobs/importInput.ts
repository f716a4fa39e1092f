/** What every import on this machine is told beside its options: the file, and where its refused rows go. */
import * as z from 'zod';
import type { ImportProgress } from '../import/importRows.ts';
import type { JobContext } from './jobContext.ts';

export const fileInput = { file: z.string().min(1), rejectFile: z.string().min(1).exactOptional() };

export function fileOf(
  { file, rejectFile }: { readonly file: string; readonly rejectFile?: string },
  { onProgress }: JobContext,
) {
  return {
    file,
    rejectFile: rejectFile ?? `${file}.rejects.ndjson`,
    onProgress: ({ rows, bytesRead, totalBytes }: ImportProgress) =>
      onProgress({ done: totalBytes === 0 ? 1 : bytesRead / totalBytes, what: `${rows} rows` }),
  };
}
