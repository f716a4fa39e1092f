/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { eraseBegin } from './handler.ts';

export const handler = await onAws('eraseBegin', [], ({ container }) => eraseBegin(container));
