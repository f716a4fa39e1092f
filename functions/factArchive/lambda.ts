/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { factArchive } from './handler.ts';

export const handler = await onAws('factArchive', [], ({ container: { report }, archive, blobs }) =>
  factArchive({ archive, blobs, ...(report === undefined ? {} : { report }) }),
);
