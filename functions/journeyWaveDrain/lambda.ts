/** What Lambda calls. */
import { awsDelivery } from '../shared/awsDelivery.ts';
import { onAws } from '../shared/onAws.ts';
import { journeyWaveDrain } from './handler.ts';

export const handler = await onAws('journeyWaveDrain', [awsDelivery], ({ container }) =>
  journeyWaveDrain(container),
);
