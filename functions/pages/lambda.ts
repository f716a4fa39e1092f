/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { publicPages } from './handler.ts';

export const handler = await onAws('pages', [awsBucket], ({ container }) => publicPages(container));
