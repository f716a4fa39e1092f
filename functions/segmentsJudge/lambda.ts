/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { segmentsJudge } from './handler.ts';

export const handler = await onAws('segmentsJudge', [], ({ container }) => segmentsJudge(container));
