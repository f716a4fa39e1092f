/** What Lambda calls: the worker of the lanes messages wait in. */
import { awsDelivery } from '../shared/awsDelivery.ts';
import { awsPicks } from '../shared/awsPicks.ts';
import { onAws } from '../shared/onAws.ts';
import { runsWave } from '../shared/runners/runsWave.ts';
import { journeyWaveDrain } from './handler.ts';

export const handler = await onAws('journeyWaveDrain', [awsDelivery, awsPicks, runsWave], ({ container }) =>
  journeyWaveDrain(container),
);
