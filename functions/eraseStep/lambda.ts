/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { eraseStep } from './handler.ts';

export const handler = await onAws('eraseStep', [], ({ container }) => eraseStep(container));
