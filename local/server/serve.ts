/**
 * `perennial serve`: the same system on one machine. Listens at once, then builds the console, seeds the demonstration shop where
 * the folder has no data, and starts the clock; until all that is done `/health` says what it is busy with.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { LocalApi } from '../api/localApi.ts';
import type { ApiRequest, ApiResponse } from '../api/types.ts';
import { buildConsole } from '../console/buildConsole.ts';
import { runJobInWorker } from '../jobs/runJobInWorker.ts';
import { VERSION } from '../version.ts';
import { assertFree, type Lock, takeLock } from '../workspace/lock.ts';
import { makeFolder } from '../workspace/folder.ts';
import { DEMO_WORKSPACE, workspaceExists } from '../workspace/paths.ts';
import { handleHttp } from './httpApi.ts';
import { type Schedule, startSchedule } from './schedule.ts';

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

/** A server that cannot hold its folder does not go on listening. */
function lockOrClose(server: Server, dataDir: string, lock: Lock): { release: () => void } {
  try {
    return takeLock(dataDir, lock);
  } catch (failure) {
    server.close();
    throw failure;
  }
}

/** What the server is busy with before it is ready. */
interface State {
  doing: string | null;
  consoleReady: boolean;
  ready: boolean;
  failure: string | null;
}

/** The clock runs for one workspace, the one in force, and moves on when that changes. */
function clockOf(api: LocalApi, log: ServeOptions['log']): Schedule {
  return startSchedule({
    workspace: () => api.workspace(api.current()),
    evaluate: async (at) => {
      const body = { at: new Date(at).toISOString().slice(0, 10), force: false };
      await api.request({ method: 'POST', path: '/v1/evaluations', body });
    },
    log,
  });
}

/** Starts serving. Throws `PortTaken`, `FolderInUse`, `FolderNotWritable`. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { dataDir, log } = options;
  makeFolder(dataDir);
  const { stale } = await assertFree(dataDir);
  if (stale) log('the last owner of this folder is gone; taking it over');
  const [token, session] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')];
  const state: State = { doing: 'starting', consoleReady: false, ready: false, failure: null };
  let schedule: Schedule | null = null;
  const api = new LocalApi({
    dataDir,
    workspace: options.workspace,
    runJob: runJobInWorker,
    onChanged: () => schedule?.kick(),
  });
  const whenReady = async (request: ApiRequest): Promise<ApiResponse> => {
    const isImport = request.path.startsWith('/v1/imports');
    if (state.ready || isImport) return api.request(request);
    const detail = state.failure ?? `still preparing: ${state.doing ?? ''}`;
    return {
      status: 503,
      body: { status: 503, code: 'preparing', title: 'Not ready yet', detail, remedy: 'try again soon' },
    };
  };
  const server = createServer((request, response) => {
    void handleHttp(
      {
        token,
        session,
        consoleDir: join(ROOT, 'console', 'dist'),
        consoleReady: () => state.consoleReady,
        health: () => ({
          version: VERSION,
          pid: process.pid,
          dataDir,
          mode: 'safe',
          ready: state.ready,
          doing: state.failure ?? state.doing,
          workspace: api.current(),
        }),
        request: whenReady,
      },
      request,
      response,
    );
  });
  await listen(server, options.port);
  const port = portOf(server);
  const lock = lockOrClose(server, dataDir, {
    pid: process.pid,
    port,
    token,
    startedAt: new Date().toISOString(),
  });

  const prepareData = async (): Promise<void> => {
    const name = api.current();
    if (name === DEMO_WORKSPACE && !workspaceExists(dataDir, name)) {
      state.doing = 'making the demonstration shop';
      log(
        'making the demonstration shop: 2,000 customers, 18 months of orders, the last 30 days lived in virtual time',
      );
      const onProgress = ({ done }: { done: number }) => {
        state.doing = `making the demonstration shop, ${Math.round(done * 100)} %`;
      };
      await runJobInWorker('seed-demo', { dataDir, workspace: name, body: null, onProgress });
    }
    await api.workspace(name);
    state.ready = true;
    state.doing = null;
    schedule = clockOf(api, log);
    log(`ready: workspace "${name}"`);
  };
  const prepareConsole = async (): Promise<void> => {
    if (options.console === false) return;
    const { built, seconds } = await buildConsole({ root: ROOT, outDir: join(ROOT, 'console', 'dist') });
    state.consoleReady = true;
    if (built) log(`console built in ${seconds.toFixed(1)} s`);
  };
  const failed = (failure: unknown): void => {
    state.failure = failure instanceof Error ? failure.message : String(failure);
    log(`cannot prepare: ${state.failure}`);
  };
  const prepareAll = async (): Promise<void> => {
    await Promise.all([prepareData().catch(failed), prepareConsole().catch(failed)]);
  };
  const ready = prepareAll();
  return {
    url: `http://127.0.0.1:${port}`,
    ready,
    close: async () => {
      await ready;
      await schedule?.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await api.close();
      lock.release();
    },
  };
}
