/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { importPart } from './handler.ts';

export const handler = await onAws('importPart', [awsBucket], (runtime) => importPart(runtime));
