/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecycleFit } from './handler.ts';

export const handler = await onAws('lifecycleFit', [], ({ container }) => lifecycleFit(container));
