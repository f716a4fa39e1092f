/** Long work is started as state machines. */
import { sfnClient, stepFunctionsJobs } from '../../adapters/aws/stepFunctionsJobs.ts';
import { type AwsPart, placeOf } from './awsParts.ts';

export const awsMachines: AwsPart = ({ environment }) => {
  const { machines } = environment;
  return machines === null
    ? {}
    : { jobs: stepFunctionsJobs({ client: sfnClient(placeOf(environment)), machines }) };
};
