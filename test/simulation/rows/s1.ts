/**
 * S1: nobody gets in who may not. Every route there is, asked by everybody there is: by token and by key of each role, and by
 * everything that looks like one. Through the handlers as a function calls them, over both kinds of store, and over HTTP on one
 * machine. Who may come in is asked too, so that a door that is always shut does not pass.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Store } from '../../../core/ports.ts';
import { management } from '../../../functions/management/handler.ts';
import {
  CHECKOUT_ROUTES,
  covers,
  isRouteName,
  LOCAL_ROUTES,
  ROUTE_ROLES,
  type RouteName,
} from '../../../functions/shared/access.ts';
import { PUBLISH_PATHS, templatePublish } from '../../../functions/templatePublish/handler.ts';
import { apiGatewayEvent } from '../../../local/api/apiGatewayEvent.ts';
import { LocalApi } from '../../../local/api/localApi.ts';
import { makeIssuer } from '../../../local/api/localIssuer.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { handleHttp } from '../../../local/server/httpApi.ts';
import { openWorkspace } from '../../../local/workspace/openWorkspace.ts';
import { aContainer } from '../../support/aContainer.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import type { RowResult } from '../run/row.ts';
import { aContext } from '../world/invocation.ts';
import { type Credential, credentials, type Issuer } from './credentials.ts';

const SECRET = Buffer.alloc(32, 5);
const ISSUER = makeIssuer(SECRET);
const TRUSTED: Issuer = { secret: SECRET, issuer: ISSUER.signIn.issuer, clientId: ISSUER.signIn.clientId };
const LOCK_TOKEN = 'lock-token-of-s1';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** The status of an answer. */
type Ask = (method: Method, path: string, authorization: string | undefined) => Promise<number>;

interface Door {
  readonly name: string;
  readonly routes: readonly RouteName[];
  readonly ask: Ask;
  readonly people: readonly Credential[];
}

const ALL = Object.keys(ROUTE_ROLES).filter(isRouteName);

function parts(route: RouteName): [Method, string] {
  const [method = '', path = ''] = route.split(' ');
  return [method as Method, path.replaceAll(/\{\w+\}/g, 'x')];
}

async function handlers(name: string, over: Store): Promise<Door> {
  const { container, store } = aContainer({ signIn: ISSUER.signIn, store: over });
  const [manage, publish] = [management(container), templatePublish(container)];
  return {
    name,
    routes: ALL.filter((route) => !LOCAL_ROUTES.has(route)),
    people: await credentials(TRUSTED, store, container.now()),
    ask: async (method, path, authorization) => {
      const isPublish = method === 'POST' && PUBLISH_PATHS.includes(path);
      const headers = authorization === undefined ? {} : { authorization };
      const event = apiGatewayEvent({ method, path, headers });
      const answer = await (isPublish ? publish : manage)(event, aContext());
      return answer?.statusCode ?? 0;
    },
  };
}

interface Machine extends Door {
  close(): Promise<void>;
}

async function machine(): Promise<Machine> {
  const dataDir = mkdtempSync(join(tmpdir(), 'perennial-s1-'));
  await (await openWorkspace({ dataDir, name: 'main', create: true })).close();
  const api = new LocalApi({ dataDir, workspace: 'main', runJob: runJobHere, issuer: ISSUER });
  const server = createServer((incoming, response) => {
    const nothing = async () => null;
    void handleHttp(
      {
        token: LOCK_TOKEN,
        session: 'session-of-s1',
        consoleDir: dataDir,
        consoleReady: () => true,
        health: () => ({}),
        takeEvents: nothing,
        takeInbound: nothing,
        answerPage: nothing,
        request: (asked, by) =>
          by.kind === 'owner' ? api.request(asked) : api.requestAs(asked, by.authorization),
      },
      incoming,
      response,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const { store } = await api.workspace('main');
  const people = await credentials(TRUSTED, store, Date.now());
  return {
    name: 'one machine',
    routes: ALL,
    people: [
      ...people,
      { what: 'token of the lock file', authorization: `Bearer ${LOCK_TOKEN}`, role: 'admin' },
      { what: 'part of that token', authorization: `Bearer ${LOCK_TOKEN.slice(0, -1)}`, role: null },
    ],
    ask: async (method, path, authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await fetch(`${base}${path}`, { method, headers });
      await answer.arrayBuffer();
      return answer.status;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await api.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Count {
  asked: number;
  leaks: string[];
  shutOut: string[];
}

/** A route that ends keys or runs the clock is asked by its admins too: there is nothing in it to lose. */
async function tryDoor({ name, routes, people, ask }: Door, count: Count): Promise<void> {
  for (const route of routes) {
    const [method, path] = parts(route);
    for (const { what, authorization, role, isWriteKey = false } of people) {
      const status = await ask(method, path, authorization);
      const isRefused = status === 401 || status === 403;
      const may = isWriteKey ? CHECKOUT_ROUTES.has(route) : role !== null && covers(role, ROUTE_ROLES[route]);
      count.asked += 1;
      if (!may && !isRefused) count.leaks.push(`${name}: ${route} by ${what}: ${status}`);
      if (may && (isRefused || status >= 500)) count.shutOut.push(`${name}: ${route} by ${what}: ${status}`);
    }
  }
}

const TOLD = 10;

export async function run(): Promise<RowResult> {
  const count: Count = { asked: 0, leaks: [], shutOut: [] };
  await tryDoor(await handlers('handlers', createMemoryStore()), count);
  await tryDoor(await handlers('handlers on DynamoDB', storeOver(fakeTables())), count);
  const local = await machine();
  try {
    await tryDoor(local, count);
  } finally {
    await local.close();
  }
  for (const fault of [...count.leaks, ...count.shutOut].slice(0, TOLD)) process.stderr.write(`${fault}\n`);
  return {
    measured: `${count.leaks.length} leaks, ${count.shutOut.length} shut out who may; ${ALL.length} routes, ${count.asked} requests`,
    runs: count.asked,
    pass: count.leaks.length === 0 && count.shutOut.length === 0,
  };
}
