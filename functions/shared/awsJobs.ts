/** Long work is started as state machines, from files that were put into the bucket. */
import { s3Client } from '../../adapters/aws/s3Client.ts';
import { s3Uploads } from '../../adapters/aws/s3Uploads.ts';
import { awsMachines } from './awsMachines.ts';
import { type AwsPart, bucketPlaceOf } from './awsParts.ts';

export const awsJobs: AwsPart = (base) => {
  const { environment, now } = base;
  const { machines, bucket } = environment;
  if (machines === null || bucket === null) return {};
  const place = bucketPlaceOf(environment);
  return { ...awsMachines(base), uploads: s3Uploads({ ...place, client: s3Client(place), bucket, now }) };
};
