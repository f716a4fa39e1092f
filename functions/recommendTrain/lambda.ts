/** What Lambda calls: matrices by vectors, and by as many threads as the function has processors. */
import { fastLinearAlgebra } from '../../adapters/compute/fastLinearAlgebra.ts';
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { recommendTrain } from './handler.ts';

export const handler = await onAws('recommendTrain', [awsBucket], ({ container }) =>
  recommendTrain(container, fastLinearAlgebra()),
);
