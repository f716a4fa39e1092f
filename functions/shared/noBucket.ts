/** In the place of the bucket where a function has none: what reaches for it is told so. */
import type { Blobs } from '../../core/blobs.ts';
import type { EvaluationScratch } from '../../core/ports.ts';
import type { RejectStore } from '../../core/rejected.ts';

function absent(): never {
  throw new Error('this function has no bucket: name awsBucket among its parts, and what it needs of it');
}

const refuse = async (): Promise<never> => absent();

export const NO_BLOBS: Blobs = {
  read: refuse,
  text: refuse,
  write: refuse,
  replace: refuse,
  list: absent,
  remove: refuse,
};

export const NO_SCRATCH: EvaluationScratch = {
  put: refuse,
  all: refuse,
  putModel: refuse,
  model: refuse,
  putEntering: refuse,
  entering: refuse,
  putMargins: refuse,
  margins: refuse,
  drop: refuse,
};

export const NO_REJECTS: RejectStore = {
  keepRejected: refuse,
  listRejected: refuse,
  countRejected: refuse,
};
