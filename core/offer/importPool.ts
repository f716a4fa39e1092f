/**
 * Puts codes a shop brings into a pool: in pages, each page with the pool's head in one commit, so that an import that is cut short
 * keeps what it had and may be sent again. What is in the pool already, was given from it, or stands twice in the file is a
 * duplicate; what cannot be a code is rejected with its line.
 */
import type { DossierStore } from '../dossier.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { keptCode, looksGenerated } from './code.ts';
import {
  CODES_A_PAGE,
  couponKey,
  headWrite,
  MOST_POOL_CODES,
  pageWrite,
  poolHead,
  type PoolHead,
  poolPages,
} from './couponPool.ts';

export interface CodeLine {
  readonly line: number;
  /** Empty where the row cannot be read. */
  readonly code: string;
  /** Of a row that cannot be read, what stands there. */
  readonly text?: string;
}

export type CodeProblem = 'not-a-code' | 'looks-generated' | 'pool-full';

export interface RejectedCode {
  readonly line: number;
  /** As it stands in the file, so that it is found again. */
  readonly code: string;
  readonly problem: CodeProblem;
}

export interface PoolImported {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedCode[];
  /** In the pool and not given. */
  readonly free: number;
}

export class PoolConflict extends Error {
  readonly code = 'pool-conflict';
  constructor(pool: string) {
    super(`the pool ${pool} is being imported into by another; send the file again`);
    this.name = 'PoolConflict';
  }
}

interface PoolStore extends Pick<DossierStore, 'loadDossiers'>, Pick<WorkStore, 'commitStep'> {}

const LOOKED_UP_AT_ONCE = 100;

/** Of these codes those that are somebody's coupon. */
async function alreadyCoupons(store: PoolStore, codes: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let from = 0; from < codes.length; from += LOOKED_UP_AT_ONCE) {
    const keys = codes.slice(from, from + LOOKED_UP_AT_ONCE).map(couponKey);
    for (const dossier of await store.loadDossiers(keys)) if (dossier !== null) found.add(dossier.id);
  }
  return found;
}

interface Sorted {
  readonly wanted: readonly string[];
  readonly duplicates: number;
  readonly rejected: readonly RejectedCode[];
}

const LONGEST_SHOWN = 80;

function rejectedAs({ line, code, text = code }: CodeLine, problem: CodeProblem): RejectedCode {
  return { line, code: text.slice(0, LONGEST_SHOWN).toWellFormed(), problem };
}

function sort(lines: readonly CodeLine[], free: ReadonlySet<string>): Sorted {
  const wanted = new Set<string>();
  const rejected: RejectedCode[] = [];
  let duplicates = 0;
  for (const one of lines) {
    const code = keptCode(one.code);
    if (code === null || looksGenerated(code))
      rejected.push(rejectedAs(one, code === null ? 'not-a-code' : 'looks-generated'));
    else if (free.has(code) || wanted.has(code)) duplicates += 1;
    else if (free.size + wanted.size >= MOST_POOL_CODES) rejected.push(rejectedAs(one, 'pool-full'));
    else wanted.add(code);
  }
  return { wanted: [...wanted], duplicates, rejected };
}

/** Throws `PoolConflict` where another import of the same pool is under way. */
export async function importPool(
  store: PoolStore,
  pool: string,
  lines: readonly CodeLine[],
  now: Instant,
): Promise<PoolImported> {
  const known = await poolHead(store, pool);
  let head: PoolHead = known?.head ?? { pages: 0, codes: 0, at: now };
  let version = known?.version ?? 0;
  const free = new Set<string>();
  for await (const { page } of poolPages(store, pool, head)) for (const code of page.free) free.add(code);
  const { wanted, duplicates, rejected } = sort(lines, free);
  const given = await alreadyCoupons(store, wanted);
  const fresh = wanted.filter((code) => !given.has(code));
  for (let from = 0; from < fresh.length; from += CODES_A_PAGE) {
    const codes = fresh.slice(from, from + CODES_A_PAGE);
    const page = pageWrite(pool, head.pages, { free: codes, given: 0 }, 0);
    head = { ...head, pages: head.pages + 1, codes: head.codes + codes.length, at: now };
    const change = { ...NO_CONSEQUENCES, decisions: [], dossiers: [page, headWrite(pool, head, version)] };
    if ((await store.commitStep(change)) !== 'committed') throw new PoolConflict(pool);
    version += 1;
  }
  return {
    accepted: fresh.length,
    duplicates: duplicates + given.size,
    rejected,
    free: free.size + fresh.length,
  };
}
