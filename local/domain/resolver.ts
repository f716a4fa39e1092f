/** What the checks of a domain ask of DNS. A name without such records answers nothing; a resolver that is not reached throws. */
import { Resolver } from 'node:dns/promises';

export interface Mx {
  readonly priority: number;
  readonly exchange: string;
}

export interface DomainResolver {
  /** Each record as one text, its strings put together. */
  txt(name: string): Promise<string[]>;
  mx(name: string): Promise<Mx[]>;
  cname(name: string): Promise<string | null>;
  /** False where DNS says that there is no such name, whatever the kind of record. */
  exists(name: string): Promise<boolean>;
}

/** Nobody answered: this machine is offline, or the name's servers are. */
export class DnsUnavailable extends Error {
  readonly code = 'dns-unavailable';
  readonly remedy = 'connect this machine to the internet, or ask again later';
  constructor(name: string, why: string) {
    super(`DNS did not answer about ${name} (${why})`);
    this.name = 'DnsUnavailable';
  }
}

const NOTHING_THERE = new Set(['ENODATA', 'ENOTFOUND', 'NXDOMAIN', 'EBADNAME']);
const TIMEOUT_MS = 3_000;
const TRIES = 2;

async function asked<T>(name: string, ask: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await ask();
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'no code';
    if (NOTHING_THERE.has(code)) return nothing;
    throw new DnsUnavailable(name, code);
  }
}

/** A name may exist and have no record of the kind asked for. */
async function exists(name: string, ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'no code';
    if (NOTHING_THERE.has(code)) return code === 'ENODATA';
    throw new DnsUnavailable(name, code);
  }
}

/** The resolver of this machine, or the servers named. */
export function systemResolver(servers: readonly string[] = []): DomainResolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    txt: async (name) =>
      (await asked(name, () => resolver.resolveTxt(name), [])).map((parts) => parts.join('')),
    mx: (name) => asked(name, () => resolver.resolveMx(name), []),
    exists: (name) => exists(name, () => resolver.resolveTxt(name)),
    cname: async (name) => (await asked(name, () => resolver.resolveCname(name), []))[0] ?? null,
  };
}
