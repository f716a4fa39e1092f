/** The bucket: scratch, rejected events, and every prefix of it that names people. */
import { s3Blobs } from '../../adapters/aws/s3Blobs.ts';
import { s3Client } from '../../adapters/aws/s3Client.ts';
import { filesPlace, linesPlace, rejectsPlace } from '../../adapters/blobs/blobPlaces.ts';
import { blobRejects } from '../../adapters/blobs/blobRejects.ts';
import { blobScratch } from '../../adapters/blobs/blobScratch.ts';
import { FactArchive } from '../../adapters/blobs/factArchive.ts';
import type { Blobs } from '../../core/blobs.ts';
import { givenUpPlace } from '../factArchive/givenUpPlace.ts';
import { type AwsAdded, type AwsBase, type AwsPart, bucketPlaceOf } from './awsParts.ts';

/** What lies in blobs, whatever they lie in. */
export function partsIn(
  blobs: Blobs,
  { addressKeyOf, now }: Pick<AwsBase, 'addressKeyOf' | 'now'>,
): AwsAdded {
  const archive = new FactArchive({ blobs, hashOf: (id) => addressKeyOf('email', `archive:${id}`) });
  return {
    blobs,
    documents: blobs,
    archive,
    scratch: blobScratch(blobs),
    rejects: blobRejects({ blobs, now, random: Math.random }),
    places: [
      rejectsPlace(blobs),
      linesPlace(blobs, 'imports', 'imports/'),
      filesPlace(blobs, 'uploads', 'uploads/'),
      filesPlace(blobs, 'mail', 'mail/'),
      givenUpPlace(blobs),
      archive.place(),
    ],
  };
}

export const awsBucket: AwsPart = (base) => {
  const { bucket } = base.environment;
  if (bucket === null) return {};
  return partsIn(s3Blobs({ client: s3Client(bucketPlaceOf(base.environment)), bucket }), base);
};
