/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { importPart } from './handler.ts';

export const handler = await onAws('importPart', [], (runtime) => importPart(runtime));
