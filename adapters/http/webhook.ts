/**
 * Calls to the shop's own systems: one POST, signed, to a public address, without redirects, answered within seconds. Whoever
 * may publish a journey names the address, so it is treated as a stranger's: only addresses that were checked are
 * connected to, and of the answer only its status counts.
 *
 * | answer | reply |
 * |---|---|
 * | 2xx | accepted |
 * | 429 and 503 that say when to call again | refused; again then, after six hours at most |
 * | other 4xx but 408, 425, 429 | refused, for good |
 * | an address that is not public | refused, for good, and nothing is connected |
 * | everything else: 3xx, 5xx, no answer, no connection, no such name | ambiguous: called again |
 */
import type { Agent, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { webhookRequest } from '../../core/message/webhook.ts';
import type { MessageProvider, ProviderReply, WebhookMessage } from '../../core/ports.ts';
import { HOUR_MS, SECOND_MS } from '../../core/time.ts';
import { publicTarget, type Target, type TargetRules } from './publicTarget.ts';
import { signWebhook } from './signWebhook.ts';

const TIMEOUT_MS = 5 * SECOND_MS;
/** What is read of an answer before the connection is closed. */
const MOST_ANSWER_BYTES = 4 * 1024;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

export interface WebhookOptions extends Partial<TargetRules> {
  /** `whsec_…`, the newest first; each signs. */
  readonly secrets: readonly string[];
  /** From the lookup of the name to the status of the answer. Default: 5 seconds. */
  readonly timeoutMs?: number;
  /** Makes the connections. Default: one for each call. */
  readonly agent?: Agent;
}

/** Leads the connection to the addresses that were checked, whatever the name is by now. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all }, callback) => {
    const [first] = found;
    if (all === true || first === undefined) callback(null, found);
    else callback(null, first.address, first.family);
  };
}

/** Reads and forgets a little of the answer, so that its sender can end it. */
function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) response.destroy();
  });
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

interface Call {
  readonly target: Extract<Target, { kind: 'public' }>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly agent: Agent | undefined;
  readonly signal: AbortSignal;
}

function post({ target, headers, body, agent, signal }: Call): Promise<Answer> {
  const { url, addresses } = target;
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = ask(url, {
      method: 'POST',
      headers,
      agent: agent ?? false,
      lookup: lookupOf(addresses),
      signal,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      drain(response);
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
    });
    request.end(body);
  });
}

/** Seconds, as `Retry-After` mostly says it; null for anything else. */
function pauseIn({ status, retryAfter }: Answer): number | null {
  const isAsked =
    (status === 429 || status === 503) && retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter);
  return isAsked ? Math.min(LONGEST_PAUSE_MS, Number(retryAfter) * SECOND_MS) : null;
}

const CALLED_AGAIN = new Set([408, 425, 429]);

function replyOf(answer: Answer): ProviderReply {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'accepted', providerMessageId: `http-${status}` };
  const reason = `the webhook's receiver answered ${status}`;
  const retryAfterMs = pauseIn(answer);
  if (retryAfterMs !== null) return { kind: 'refused', reason, retryAfterMs };
  const isForGood = status >= 400 && status < 500 && !CALLED_AGAIN.has(status);
  return isForGood ? { kind: 'refused', reason, retryAfterMs: null } : { kind: 'ambiguous', reason };
}

function failureOf(failure: unknown, timeoutMs: number, signal: AbortSignal): ProviderReply {
  if (signal.aborted)
    return { kind: 'ambiguous', reason: `no answer within ${timeoutMs / SECOND_MS} seconds` };
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'no reason given';
  return { kind: 'ambiguous', reason: `the webhook's receiver was not reached, or broke off: ${code}` };
}

function signedHeaders(
  message: WebhookMessage,
  secrets: readonly string[],
): { headers: Record<string, string>; body: Buffer } {
  const { headers: unsigned, payload } = webhookRequest(message);
  const headers = Object.fromEntries(unsigned.map(({ name, value }) => [name, value]));
  const body = JSON.stringify(payload);
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const bytes = Buffer.from(body);
  return {
    body: bytes,
    headers: {
      ...headers,
      'webhook-signature': signWebhook(secrets, { id, timestamp, body }),
      'content-length': String(bytes.length),
      'user-agent': 'Perennial',
    },
  };
}

/** The lookup belongs to the time a call may take. */
async function targetWithin(url: string, rules: TargetRules, signal: AbortSignal): Promise<Target> {
  const late = new Promise<Target>((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({ kind: 'not-found', reason: 'its name was not looked up in time' }),
    );
  });
  return Promise.race([publicTarget(url, rules), late]);
}

async function call(message: WebhookMessage, options: WebhookOptions): Promise<ProviderReply> {
  const { secrets, timeoutMs = TIMEOUT_MS, agent, allowHttp = false, ports = [], lookup } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const rules = { allowHttp, ports, ...(lookup === undefined ? {} : { lookup }) };
  const target = await targetWithin(message.to, rules, signal);
  switch (target.kind) {
    case 'forbidden':
      return { kind: 'refused', reason: `the webhook is not called: ${target.reason}`, retryAfterMs: null };
    case 'not-found':
      return { kind: 'ambiguous', reason: `the webhook's receiver was not reached: ${target.reason}` };
    case 'public':
      try {
        return replyOf(await post({ target, agent, signal, ...signedHeaders(message, secrets) }));
      } catch (failure) {
        return failureOf(failure, timeoutMs, signal);
      }
  }
}

/**
 * Calls webhooks, and nothing else. At least one secret is needed: a call that cannot be told from a forged one is of no use.
 * @throws WebhookSecretInvalid
 */
export function webhookProvider(options: WebhookOptions): MessageProvider {
  const isSigned = signWebhook(options.secrets, { id: '', timestamp: '', body: '' }) !== '';
  if (!isSigned) throw new Error('a webhook needs a secret to be signed with');
  return {
    send: async (message) =>
      message.channel === 'webhook'
        ? call(message, options)
        : { kind: 'refused', reason: `no ${message.channel} is a webhook`, retryAfterMs: null },
  };
}
