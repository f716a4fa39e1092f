/** Events that cannot be applied now wait in the queue of events. */
import { sqsClient, sqsEvents } from '../../adapters/aws/sqsEvents.ts';
import { type AwsPart, placeOf } from './awsParts.ts';

export const awsQueue: AwsPart = ({ environment }) => {
  const { eventsQueueUrl: url } = environment;
  return url === null ? {} : { queue: sqsEvents({ client: sqsClient(placeOf(environment)), url }) };
};
