/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecyclePrepare } from './handler.ts';

export const handler = await onAws('lifecyclePrepare', [], ({ container }) => lifecyclePrepare(container));
