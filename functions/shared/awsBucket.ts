/** The bucket: scratch, rejected events, and every prefix of it that names people. */
import { filesPlace, linesPlace, rejectsPlace } from '../../adapters/blobs/blobPlaces.ts';
import { blobRejects } from '../../adapters/blobs/blobRejects.ts';
import { blobScratch } from '../../adapters/blobs/blobScratch.ts';
import { FactArchive } from '../../adapters/blobs/factArchive.ts';
import type { Blobs } from '../../core/blobs.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { givenUpPlace } from '../factArchive/givenUpPlace.ts';
import type { ContainerParts } from './container.ts';

export function archiveIn(blobs: Blobs, addressKeyOf: AddressKeyOf): FactArchive {
  return new FactArchive({ blobs, hashOf: (id) => addressKeyOf('email', `archive:${id}`) });
}

export function bucketParts(
  blobs: Blobs,
  archive: FactArchive,
  now: () => Instant,
): Pick<ContainerParts, 'scratch' | 'rejects' | 'places'> {
  return {
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

function withoutBucket(): never {
  throw new Error('this function needs a bucket it has not; see its needs in workflows/functions.ts');
}

/** Of a function that needs none. */
export const NO_BLOBS: Blobs = {
  read: async () => withoutBucket(),
  text: async () => withoutBucket(),
  write: async () => withoutBucket(),
  replace: async () => withoutBucket(),
  list: () => withoutBucket(),
  remove: async () => withoutBucket(),
};
