/** Long work is started as state machines, from files that were put into the bucket. */
import { s3Client } from '../../adapters/aws/s3Client.ts';
import { s3Uploads } from '../../adapters/aws/s3Uploads.ts';
import { sfnClient, stepFunctionsJobs } from '../../adapters/aws/stepFunctionsJobs.ts';
import { type AwsPart, bucketPlaceOf, placeOf } from './awsParts.ts';

export const awsJobs: AwsPart = ({ environment, now }) => {
  const { machines, bucket } = environment;
  if (machines === null || bucket === null) return {};
  const place = bucketPlaceOf(environment);
  return {
    jobs: stepFunctionsJobs({ client: sfnClient(placeOf(environment)), machines }),
    uploads: s3Uploads({ ...place, client: s3Client(place), bucket, now }),
  };
};
