/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { importFinish } from './handler.ts';

export const handler = await onAws('importFinish', [], (runtime) => importFinish(runtime));
