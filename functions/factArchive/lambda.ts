/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { factArchive } from './handler.ts';

export const handler = await onAws(
  'factArchive',
  [awsBucket],
  ({ container: { report }, archive, blobs }) => {
    if (archive === null) throw new Error('the archive needs its bucket');
    return factArchive({ archive, blobs, ...(report === undefined ? {} : { report }) });
  },
);
