/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { lifecycleSummarise } from './handler.ts';

export const handler = await onAws('lifecycleSummarise', [awsBucket], ({ container }) =>
  lifecycleSummarise(container),
);
