/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { awsCompute } from '../shared/awsCompute.ts';
import { onAws } from '../shared/onAws.ts';
import { recommendTrain } from './handler.ts';

export const handler = await onAws('recommendTrain', [awsBucket, awsCompute], ({ container }) =>
  recommendTrain(container),
);
