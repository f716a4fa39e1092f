/**
 * `perennial serve`: the same system on one machine. Listens at once, then prepares (console, demonstration shop) and starts the
 * clock; until all that is done `/health` says what it is busy with.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { isoDay, utcDay } from '../../core/time.ts';
import { LocalApi } from '../api/localApi.ts';
import type { ApiResponse } from '../api/types.ts';
import { runJobInWorker } from '../jobs/runJobInWorker.ts';
import { VERSION } from '../version.ts';
import { makeFolder } from '../workspace/folder.ts';
import { assertFree, type Lock, takeLock } from '../workspace/lock.ts';
import { handleHttp, type HttpApiOptions } from './httpApi.ts';
import type { TakeInbound } from './inboundHttp.ts';
import { Preparation } from './preparation.ts';
import { type Schedule, startSchedule } from './schedule.ts';
import type { AnswerPage } from './publicPagesHttp.ts';
import type { TakeEvents } from './trackingHttp.ts';

export interface ServeOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly workspace: string | null;
  readonly log: (line: string) => void;
  /** False leaves the console unbuilt, for programs that only use the API. */
  readonly console?: boolean;
}

export interface Served {
  readonly url: string;
  /** Settles when everything the page needs is there. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export class PortTaken extends Error {
  readonly code = 'port-taken';
  constructor(port: number) {
    super(
      `port ${port} is taken by another program; stop it, or choose another with --port N (or PERENNIAL_PORT)`,
    );
    this.name = 'PortTaken';
  }
}

const ROOT = join(import.meta.dirname, '..', '..');

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (failure) => {
      reject('code' in failure && failure.code === 'EADDRINUSE' ? new PortTaken(port) : failure);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** A server that cannot hold its folder does not go on listening. */
function lockOrClose(server: Server, dataDir: string, lock: Lock): { release: () => void } {
  try {
    return takeLock(dataDir, lock);
  } catch (failure) {
    server.close();
    throw failure;
  }
}

const refused = z.object({ detail: z.string() });

function detailOf({ status, body }: ApiResponse): string {
  const problem = refused.safeParse(body);
  return problem.success ? problem.data.detail : `answered ${status}`;
}

/** The clock runs for the workspace in force, and moves on when that changes. */
function clockOf(api: LocalApi, log: ServeOptions['log']): Schedule {
  return startSchedule({
    workspace: () => api.workspace(api.current()),
    evaluate: async (at) => {
      const body = { at: isoDay(utcDay(at)), force: false };
      const answer = await api.request({ method: 'POST', path: '/v1/evaluations', body });
      if (answer.status >= 400) throw new Error(detailOf(answer));
    },
    log,
  });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Starts serving. Throws `PortTaken`, `FolderInUse`, `FolderNotWritable`. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { dataDir, log } = options;
  makeFolder(dataDir);
  const { stale } = await assertFree(dataDir);
  if (stale) log('the last owner of this folder is gone; taking it over');
  const [token, session] = [newSecret(), newSecret()];
  let schedule: Schedule | null = null;
  const onChanged = () => schedule?.kick();
  const api = new LocalApi({ dataDir, workspace: options.workspace, runJob: runJobInWorker, onChanged });
  const consoleDir = join(ROOT, 'console', 'dist');
  const preparation = new Preparation({
    api,
    dataDir,
    log,
    console: options.console === false ? null : { root: ROOT, outDir: consoleDir },
    onReady: () => {
      schedule = clockOf(api, log);
    },
  });
  const health = () => ({
    version: VERSION,
    pid: process.pid,
    dataDir,
    mode: api.mode(),
    workspace: api.current(),
    ...preparation.health(),
  });
  const request: HttpApiOptions['request'] = async (asked, by) => {
    const needsNoData = asked.path.startsWith('/v1/imports') || asked.path === '/openapi.json';
    if (!preparation.ready && !needsNoData) return preparation.notYet();
    const answer = await (by.kind === 'owner' ? api.request(asked) : api.requestAs(asked, by.authorization));
    if (asked.method === 'POST' && asked.path.startsWith('/v1/campaigns/')) schedule?.soon();
    return answer;
  };
  const events: TakeEvents = async (workspace, asked) => {
    if (!preparation.ready) return null;
    const answer = (await api.tracker(workspace ?? api.current())).track(asked);
    schedule?.soon();
    return answer;
  };
  const inbound: TakeInbound = async (workspace, post) => {
    if (!preparation.ready) return null;
    const answer = await (await api.inbound(workspace ?? api.current())).take(post);
    schedule?.soon();
    return answer;
  };
  const answerPage: AnswerPage = async (asked) => {
    const answer = preparation.ready ? await api.page(asked) : null;
    if (asked.method === 'POST') schedule?.soon();
    return answer;
  };
  const consoleReady = () => preparation.consoleReady;
  const wire = {
    token,
    session,
    consoleDir,
    consoleReady,
    health,
    request,
    takeEvents: events,
    takeInbound: inbound,
    answerPage,
  };
  const server = createServer((incoming, response) => {
    void handleHttp(wire, incoming, response);
  });
  await listen(server, options.port);
  const port = portOf(server);
  const startedAt = new Date().toISOString();
  const lock = lockOrClose(server, dataDir, { pid: process.pid, port, token, startedAt });
  const ready = preparation.run();
  return {
    url: `http://127.0.0.1:${port}`,
    ready,
    close: async () => {
      await ready;
      await schedule?.stop();
      await closed(server);
      await api.close();
      lock.release();
    },
  };
}
