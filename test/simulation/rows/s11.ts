/**
 * S11: limits. What is larger than a limit is refused and leaves nothing; what is exactly at it is taken, so that it is the limit
 * that refuses: an event of 32 KB, a batch of 500 KB, a page of a list, a template of 64 KB, a journey of 200 nodes, and a webhook
 * that has not answered in 5 seconds.
 */
import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { webhookProvider } from '../../../adapters/http/webhook.ts';
import { newWebhookSecret } from '../../../adapters/http/signWebhook.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import { inboundPost } from '../../../functions/inboundPost/handler.ts';
import { management } from '../../../functions/management/handler.ts';
import type { Container } from '../../../functions/shared/container.ts';
import { tracking } from '../../../functions/tracking/handler.ts';
import { apiGatewayEvent } from '../../../local/api/apiGatewayEvent.ts';
import { aContainer } from '../../support/aContainer.ts';
import { bearer } from '../../support/signedIn.ts';
import type { RowResult } from '../run/row.ts';
import { aContext } from '../world/invocation.ts';
import { definitionsAtTheLimit } from './s11Definitions.ts';

const KIB = 1024;
const EVENT_BYTES = 32 * KIB;
const BATCH_BYTES = 500 * KIB;
const WEBHOOK_MS = 5_000;
/** What a busy machine may take longer to notice. */
const SLACK_MS = 2_500;
const SOMEWHERE_PUBLIC = '93.184.215.14';
const WRITE_KEY = 'write_limits';

interface Count {
  offered: number;
  accepted: number;
  atLimit: number;
  refusedAtLimit: number;
}

type Handler = (event: never, context: never) => unknown;

async function statusOf(handler: Handler, event: object): Promise<number> {
  const answer = await handler(event as never, aContext() as never);
  return (answer as { statusCode: number }).statusCode;
}

const BY_WRITE_KEY = `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`;

function asked(
  method: 'GET' | 'POST',
  path: string,
  body?: string,
  query: Record<string, string> = {},
  authorization = BY_WRITE_KEY,
) {
  const headers = { authorization };
  const event = apiGatewayEvent({ method, path, query, headers });
  return body === undefined ? event : { ...event, body };
}

/** An event of exactly so many bytes. */
function eventOf(bytes: number, messageId: string, letter = 'x'): string {
  const event = { type: 'track', userId: 'maya', messageId, event: 'Page Viewed', properties: { pad: '' } };
  const room = bytes - Buffer.byteLength(JSON.stringify(event));
  const pad = letter.repeat(Math.floor(room / Buffer.byteLength(letter)));
  return JSON.stringify({ ...event, properties: { pad: pad + 'x'.repeat(room - Buffer.byteLength(pad)) } });
}

/** A batch of exactly so many bytes, of events that are each within their own limit. */
function batchOf(bytes: number, salt: string): string {
  const events: string[] = [];
  const frame = Buffer.byteLength('{"batch":[]}');
  let room = bytes - frame;
  for (let n = 0; room > 200; n += 1) {
    const size = Math.min(30 * KIB, room > 31 * KIB ? 30 * KIB : room);
    events.push(eventOf(size, `${salt}-${n}`));
    room -= size + 1;
  }
  const text = `{"batch":[${events.join(',')}]}`;
  return text + ' '.repeat(Math.max(0, bytes - Buffer.byteLength(text)));
}

async function eventsKept(store: Store): Promise<number> {
  return (await store.factsOf(customerId('maya'), 10_000)).length;
}

/** Offers something beyond a limit: it must be refused, and leave nothing. */
async function beyond(count: Count, store: Store, offer: () => Promise<number>): Promise<void> {
  const before = await eventsKept(store);
  count.offered += 1;
  const status = await offer();
  if (status < 400 || status >= 500 || (await eventsKept(store)) !== before) count.accepted += 1;
}

async function within(count: Count, offer: () => Promise<number>): Promise<void> {
  count.atLimit += 1;
  if ((await offer()) >= 300) count.refusedAtLimit += 1;
}

async function requests(count: Count): Promise<void> {
  const { container, store } = aContainer();
  await store.putValue('keys', JSON.stringify([{ name: 'web', kind: 'write', writeKey: WRITE_KEY }]));
  const track: Handler = tracking(container);
  const post = (path: string, body: string) => statusOf(track, asked('POST', path, body));
  await within(count, () => post('/v1/track', eventOf(EVENT_BYTES, 'at-limit')));
  await within(count, () => post('/v1/batch', batchOf(BATCH_BYTES, 'at-limit')));
  for (const [n, bytes] of [EVENT_BYTES + 1, EVENT_BYTES + 2, 2 * EVENT_BYTES, 100 * KIB].entries()) {
    await beyond(count, store, () => post('/v1/track', eventOf(bytes, `beyond-${n}`)));
    await beyond(count, store, () => post('/v1/track', eventOf(bytes, `beyond-zh-${n}`, '茶')));
  }
  for (const [n, bytes] of [BATCH_BYTES + 1, BATCH_BYTES + 100, 2 * BATCH_BYTES].entries()) {
    await beyond(count, store, () => post('/v1/batch', batchOf(bytes, `beyond-${n}`)));
  }
  await others(count, container, store);
}

async function others(count: Count, container: Container, store: Store): Promise<void> {
  const sms = JSON.stringify({ from: '+4915112345678', text: 'x'.repeat(EVENT_BYTES) });
  await beyond(count, store, () => statusOf(inboundPost(container), asked('POST', '/v1/inbound/sms', sms)));
  const viewer = await bearer('viewer', container.now());
  const list = (limit: string) =>
    statusOf(management(container), asked('GET', '/v1/customers', undefined, { limit }, viewer));
  await within(count, () => list('100'));
  for (const limit of ['101', '1001', '100000', '0', '-1', '1e9', 'all'])
    await beyond(count, store, () => list(limit));
}

/** Leads every connection to this machine: the address that was looked up is a stranger's. */
class HomeAgent extends Agent {
  private readonly port: number;
  constructor(port: number) {
    super();
    this.port = port;
  }
  override createConnection(): Socket {
    return connect(this.port, '127.0.0.1');
  }
}

/** A listener that takes the call and answers only after so long; how the provider ends it, and when. */
async function webhookAfter(ms: number): Promise<{ kind: string; tookMs: number }> {
  const server = createServer((_request, response) => setTimeout(() => response.end('late'), ms));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const provider = webhookProvider({
    secrets: [newWebhookSecret()],
    allowHttp: true,
    ports: [port],
    lookup: async () => [SOMEWHERE_PUBLIC],
    agent: new HomeAgent(port),
  });
  const begun = performance.now();
  const { kind } = await provider.send({
    decisionId: decisionId('late'),
    customerId: customerId('maya'),
    journeyId: 'test',
    journeyVersion: 1,
    nodeId: 'tell',
    class: 'service',
    topic: 'service',
    locale: 'en',
    mergeData: {},
    at: Date.now(),
    channel: 'webhook',
    to: `http://hooks.shop.example:${port}/in`,
  });
  server.closeAllConnections();
  server.close();
  return { kind, tookMs: performance.now() - begun };
}

export async function run(): Promise<RowResult> {
  const count: Count = { offered: 0, accepted: 0, atLimit: 0, refusedAtLimit: 0 };
  await requests(count);
  const definitions = await definitionsAtTheLimit();
  for (const key of ['offered', 'accepted', 'atLimit', 'refusedAtLimit'] as const)
    count[key] += definitions[key];
  count.offered += 1;
  const late = await webhookAfter(WEBHOOK_MS + SLACK_MS + 1_000);
  const isCut = late.kind === 'ambiguous' && late.tookMs >= WEBHOOK_MS - 100;
  if (!isCut || late.tookMs > WEBHOOK_MS + SLACK_MS) count.accepted += 1;
  return {
    measured: `${count.accepted} of ${count.offered} over a limit accepted, ${count.refusedAtLimit} of ${count.atLimit} at it refused; late webhook ${late.kind} after ${(late.tookMs / 1_000).toFixed(1)} s`,
    runs: count.offered + count.atLimit,
    pass: count.accepted === 0 && count.refusedAtLimit === 0,
  };
}
