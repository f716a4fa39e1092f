/**
 * Parameters as `model fit --json` prints them: of one model, or of several in a list or under any names in an object. Only
 * what scoring needs is read; everything is checked, and what is wrong is said with the name of the field.
 */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { GammaGammaParams } from '../../core/value/gammaGamma.ts';
import type { NbdParams } from '../../core/value/nbd.ts';
import type { FittedModel } from '../../core/value/purchaseModel.ts';
import type { TimeUnit } from './cohort.ts';

export interface GivenPurchases {
  readonly fitted: FittedModel;
  readonly flags: readonly string[];
  /** Null where the file does not say. */
  readonly nbd: NbdParams | null;
  readonly unit: TimeUnit | null;
}

export interface GivenParams {
  readonly purchases: GivenPurchases | null;
  readonly spend: {
    readonly params: GammaGammaParams;
    readonly flags: readonly string[];
    readonly pooled: GammaGammaParams | null;
  } | null;
}

const positive = z.number().positive();
const nbd = z.object({ r: positive, alpha: positive });
const beta = z.object({ r: positive, alpha: positive, a: positive, b: positive });
const gammaGamma = z.object({ p: positive, q: positive, gamma: positive });
const shared = {
  flags: z.array(z.string()).default([]),
  nbd: nbd.nullish(),
  unit: z.enum(['week', 'day']).nullish(),
};

const fit = z.discriminatedUnion('model', [
  z.object({ model: z.literal('nbd'), params: nbd, ...shared }),
  z.object({ model: z.literal('bg-nbd'), params: beta, ...shared }),
  z.object({ model: z.literal('mbg-nbd'), params: beta, ...shared }),
  z.object({
    model: z.literal('mbg-cnbd-k'),
    params: beta.extend({ k: z.number().int().min(1).max(100) }),
    ...shared,
  }),
  z.object({
    model: z.literal('pareto-nbd'),
    params: nbd.extend({ s: positive, beta: positive }),
    ...shared,
  }),
  z.object({
    model: z.literal('bg-bb'),
    params: z.object({ alpha: positive, beta: positive, gamma: positive, delta: positive }),
    ...shared,
  }),
  z.object({
    model: z.literal('gamma-gamma'),
    params: gammaGamma,
    pooled: gammaGamma.nullish(),
    flags: shared.flags,
  }),
]);
type Fit = z.infer<typeof fit>;

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object with a model of its own, however deep in lists and objects. */
function fitsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(fitsIn);
  if (!isFields(value)) return [];
  return 'model' in value && 'params' in value ? [value] : Object.values(value).flatMap(fitsIn);
}

function unusable(file: string, what: string): ImportMisuse {
  return new ImportMisuse('file-not-rows', `${file} ${what}; give the JSON that \`model fit --json\` prints`);
}

function checked(file: string, value: unknown): Fit {
  const read = fit.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw unusable(file, `is no fit: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'not readable'}`);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ImportMisuse('file-unreadable', `${file} cannot be read: ${reason}`, { cause });
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable(file, 'is not JSON');
  }
}

/** Throws `ImportMisuse` naming the file and the field. Of several models of one kind the first counts. */
export async function readParams(file: string): Promise<GivenParams> {
  const fits = fitsIn(parsed(file, await textOf(file))).map((value) => checked(file, value));
  if (fits.length === 0) throw unusable(file, 'holds no model with params');
  let [purchases, spend]: [GivenParams['purchases'], GivenParams['spend']] = [null, null];
  for (const one of fits) {
    if (one.model === 'gamma-gamma')
      spend ??= { params: one.params, flags: one.flags, pooled: one.pooled ?? null };
    else purchases ??= { fitted: one, flags: one.flags, nbd: one.nbd ?? null, unit: one.unit ?? null };
  }
  return { purchases, spend };
}
