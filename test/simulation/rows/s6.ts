/**
 * S6: connections hostile webhooks make. Every form is sent through the webhook adapter with a listener open on this machine,
 * whose port is among the permitted ones, and a resolver that answers as a stranger's would (rebinding included). Counted
 * are real connections at the listener and every attempt at another address that is not public. A client without
 * the checks is given the same forms, so that the count is known to count.
 */
import { once } from 'node:events';
import {
  Agent,
  type ClientRequestArgs,
  createServer,
  request as plainRequest,
  type RequestListener,
  type Server,
} from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { isPublicAddress } from '../../../adapters/http/publicAddress.ts';
import { newWebhookSecret } from '../../../adapters/http/signWebhook.ts';
import { webhookProvider } from '../../../adapters/http/webhook.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { WebhookMessage } from '../../../core/ports.ts';
import { ANSWERS, hostileUrls } from './hostileUrls.ts';

async function listening(host: string, port: number, answer: RequestListener): Promise<Server | null> {
  const server = createServer(answer);
  server.listen(port, host);
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

function closed(server: Server | null): void {
  server?.closeAllConnections();
  server?.close();
}

/** Answers each lookup of a name with its next answer. */
function strangersResolver(): (host: string) => Promise<readonly string[]> {
  const asked = new Map<string, number>();
  return async (host) => {
    const answers = ANSWERS[host.replace(/\.$/, '')];
    if (answers === undefined) throw Object.assign(new Error(`no name ${host}`), { code: 'ENOTFOUND' });
    const times = asked.get(host) ?? 0;
    asked.set(host, times + 1);
    return answers[Math.min(times, answers.length - 1)] ?? [];
  };
}

/** The world as connections see it: what is inside, what is outside, and what nobody may try. */
interface World {
  readonly port: number;
  readonly outsidePort: number;
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** Attempts at addresses that are not public and not this machine's listener. */
  attempts: number;
  /** Attempts at public addresses, which are led to the receiver outside. */
  outside: number;
}

const LOOPBACK = /^(?:127\.|0\.0\.0\.0$|::1$|::$|::ffff:(?:127\.|7f))/;

type Found = string | readonly { readonly address: string }[];

/** Connects to where a request's own lookup leads, but for real only on this machine. */
class WorldAgent extends Agent {
  private readonly world: World;
  /** Serves `http:` and `https:` alike. */
  protocol = '';

  constructor(world: World) {
    super();
    this.world = world;
  }

  override createConnection(
    options: ClientRequestArgs,
    done?: (failure: Error | null, socket: Socket) => void,
  ): undefined {
    void this.connectFor(options, done);
  }

  private async connectFor(
    options: ClientRequestArgs,
    done: ((failure: Error | null, socket: Socket) => void) | undefined,
  ): Promise<void> {
    const addresses = await this.addressesOf(options);
    done?.(null, this.socketTo(addresses));
  }

  private async addressesOf({ host, lookup }: ClientRequestArgs): Promise<readonly string[]> {
    const name = String(host);
    if (isIP(name) !== 0) return [name];
    if (lookup === undefined) return this.world.lookup(name).catch(() => []);
    return new Promise((resolve) => {
      lookup(name, { all: true }, (_failure: Error | null, found: Found) => {
        resolve(typeof found === 'string' ? [found] : found.map(({ address }) => address));
      });
    });
  }

  private socketTo(addresses: readonly string[]): Socket {
    const { world } = this;
    const inner = addresses.find((address) => LOOPBACK.test(address));
    if (inner !== undefined) return connect(world.port, inner);
    if (addresses.some((address) => isIP(address) !== 0 && !isPublicAddress(address))) world.attempts += 1;
    else if (addresses.length > 0) {
      world.outside += 1;
      return connect(world.outsidePort, '127.0.0.1');
    }
    return connect({ host: '127.0.0.1', port: 1 });
  }
}

function messageTo(url: string, n: number): WebhookMessage {
  return {
    channel: 'webhook',
    to: url,
    decisionId: decisionId(`s6/${n}`),
    customerId: customerId('c1'),
    journeyId: 's6',
    journeyVersion: 1,
    nodeId: 'hook',
    class: 'service',
    topic: 'service',
    locale: 'en',
    mergeData: {},
    at: 0,
  };
}

/** As anyone would call it: whatever the name leads to, and on to where a redirect points. */
async function callPlainly(url: string, agent: Agent): Promise<void> {
  if (!URL.canParse(url) || !/^https?:/i.test(url.trim())) return;
  await new Promise<void>((resolve) => {
    const request = plainRequest({ ...urlParts(url), method: 'POST', agent }, (response) => {
      response.resume();
      const { location } = response.headers;
      void (location === undefined ? Promise.resolve() : callPlainly(location, agent)).then(resolve);
    });
    request.on('error', () => resolve());
    request.setTimeout(1_000, () => request.destroy());
    request.end('{}');
  });
}

function urlParts(text: string): ClientRequestArgs {
  const { hostname, port, pathname } = new URL(text);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 80 : port, path: pathname };
}

export interface HostileConnections {
  readonly forms: number;
  /** Made by the webhook adapter: at the listener, and attempts elsewhere. */
  readonly connections: number;
  /** Made for the same forms by a client without checks. */
  readonly withoutChecks: number;
  /** Forms answered as accepted. */
  readonly accepted: number;
  /** Calls that went to a public address, as they may: rebinding names and redirects among them. */
  readonly outside: number;
}

/** Sends every hostile form, and counts. */
export async function hostileWebhookConnections(): Promise<HostileConnections> {
  let inside = 0;
  const count: RequestListener = (_request, response) => response.end();
  const inner = await listening('127.0.0.1', 0, count);
  if (inner === null) throw new Error('nothing can listen on 127.0.0.1');
  const port = portOf(inner);
  const inner6 = await listening('::1', port, count);
  for (const server of [inner, inner6]) server?.on('connection', () => (inside += 1));
  const outer = await listening('127.0.0.1', 0, ({ url = '' }, response) => {
    const status = Number(/^\/redirect\/(\d+)$/.exec(url)?.[1] ?? 404);
    response.writeHead(status, { location: `http://127.0.0.1:${port}/inside` }).end();
  });
  if (outer === null) throw new Error('nothing can listen on 127.0.0.1');
  const newWorld = (): World => ({
    port,
    outsidePort: portOf(outer),
    lookup: strangersResolver(),
    attempts: 0,
    outside: 0,
  });

  const urls = hostileUrls(port);
  const world = newWorld();
  const provider = webhookProvider({
    secrets: [newWebhookSecret()],
    allowHttp: true,
    ports: [port],
    lookup: world.lookup,
    agent: new WorldAgent(world),
  });
  let accepted = 0;
  for (const [n, url] of urls.entries()) {
    // Twice: a name that was public the first time leads inside the second.
    for (let time = 0; time < 2; time += 1)
      if ((await provider.send(messageTo(url, n))).kind === 'accepted') accepted += 1;
  }
  const connections = inside + world.attempts;

  inside = 0;
  const careless = newWorld();
  const agent = new WorldAgent(careless);
  for (const url of urls) {
    await callPlainly(url, agent);
    await callPlainly(url, agent);
  }
  const withoutChecks = inside + careless.attempts;
  for (const server of [inner, inner6, outer]) closed(server);
  return { forms: urls.length, connections, withoutChecks, accepted, outside: world.outside };
}

export async function run(_options: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const { forms, connections, withoutChecks, accepted } = await hostileWebhookConnections();
  return {
    measured: `${connections} (without checks: ${withoutChecks})`,
    runs: forms,
    pass: connections === 0 && accepted === 0 && forms >= 150 && withoutChecks > 100,
  };
}
