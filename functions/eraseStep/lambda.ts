/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { eraseStep } from './handler.ts';

export const handler = await onAws('eraseStep', [awsBucket], ({ container }) => eraseStep(container));
