/** `GET`, `POST /v1/coupon-pools/{id}`: codes a shop brings, and how many of them are left. */
import * as z from 'zod';
import { idSchema } from '../../../core/journey/pieces.ts';
import { freeCodes, poolHead } from '../../../core/offer/couponPool.ts';
import { importPool } from '../../../core/offer/importPool.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound } from '../../shared/problem.ts';
import { readCodes } from '../../shared/readCodes.ts';
import { bodyAs, type Route, type RouteRequest } from './route.ts';

/** `source`: the text of a CSV or NDJSON file. */
export const poolBody = z.strictObject({ source: z.string().max(2_000_000) });

const MOST_TOLD = 100;

function poolOf({ params }: RouteRequest): string {
  const { success, data, error } = idSchema.safeParse(params['id'] ?? '');
  if (success) return data;
  throw misuse(
    'id',
    `the pool "${params['id']}" has no name a pool can have`,
    error.issues[0]?.message ?? '',
  );
}

export function showPool({ store }: Container): Route {
  return async (request) => {
    const pool = poolOf(request);
    const known = await poolHead(store, pool);
    if (known === null)
      throw notFound(
        'unknown-pool',
        `there is no pool "${pool}"`,
        'import codes: perennial coupons import POOL FILE',
      );
    const { codes, at } = known.head;
    const free = await freeCodes(store, pool);
    return { pool, codes, free, given: codes - free, at: isoInstant(at) };
  };
}

export function importCodes({ store, now }: Container): Route {
  return async (request) => {
    const { source } = bodyAs(request, poolBody);
    const pool = poolOf(request);
    const { accepted, duplicates, rejected, free } = await importPool(store, pool, readCodes(source), now());
    return {
      pool,
      accepted,
      duplicates,
      rejected: rejected.length,
      rejects: rejected.slice(0, MOST_TOLD),
      free,
    };
  };
}
