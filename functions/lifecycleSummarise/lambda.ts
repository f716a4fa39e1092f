/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecycleSummarise } from './handler.ts';

export const handler = await onAws('lifecycleSummarise', [], ({ container }) =>
  lifecycleSummarise(container),
);
