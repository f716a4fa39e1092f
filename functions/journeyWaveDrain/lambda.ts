/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { awsDelivery } from '../shared/awsDelivery.ts';
import { onAws } from '../shared/onAws.ts';
import { journeyWaveDrain } from './handler.ts';

export const handler = await onAws('journeyWaveDrain', [awsBucket, awsDelivery], ({ container }) =>
  journeyWaveDrain(container),
);
