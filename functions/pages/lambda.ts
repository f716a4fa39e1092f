/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { publicPages } from './handler.ts';

export const handler = await onAws('pages', [], ({ container }) => publicPages(container));
