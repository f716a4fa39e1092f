/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { recommendTrain } from './handler.ts';

export const handler = await onAws('recommendTrain', [awsBucket], ({ container }) =>
  recommendTrain(container),
);
