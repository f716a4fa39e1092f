/** A part of functions that send: the documents products are chosen by, and who chooses them for a message that shows some. */
import { s3Blobs } from '../../adapters/aws/s3Blobs.ts';
import { s3Client } from '../../adapters/aws/s3Client.ts';
import { type AwsPart, bucketPlaceOf } from './awsParts.ts';
import { sendPicks } from './sendPicks.ts';

export const awsPicks: AwsPart = ({ environment }) => {
  const { bucket } = environment;
  if (bucket === null) return {};
  return { documents: s3Blobs({ client: s3Client(bucketPlaceOf(environment)), bucket }), picks: sendPicks };
};
