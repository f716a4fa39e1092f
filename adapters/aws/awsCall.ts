/**
 * One call to AWS on the send path: one attempt, a bound on its time, and its failure read for what it says about the
 * message. What the service refused (4xx), and what never reached it, is definite: nothing left. A 5xx, a lost or
 * unreadable reply and a timeout are ambiguous: the message may be on its way.
 */
import type { ProviderReply } from '../../core/ports.ts';

/** The client asks once, whatever the environment says: the SDK's own three attempts would send three messages. */
const MAX_ATTEMPTS = 1;
const CONNECT_TIMEOUT_MS = 5_000;
/** Between the request and its reply; after it nobody knows. */
const REQUEST_TIMEOUT_MS = 15_000;
/** A connection idle for longer is closed from this side, so that no request is lost in one the service has just closed. */
const IDLE_CONNECTION_MS = 4_000;
const MOST_CONNECTIONS = 64;

export interface AwsCallOptions {
  /** Default: the standard environment's (`AWS_REGION`). */
  readonly region?: string;
  /** Default: the service's own. */
  readonly endpoint?: string;
  /** Default: the standard environment's. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestTimeoutMs?: number;
}

/** Configuration of a client on the send path. */
export function onceClientConfig({
  region,
  endpoint,
  credentials,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: AwsCallOptions) {
  const agent = { timeout: IDLE_CONNECTION_MS, maxSockets: MOST_CONNECTIONS };
  return {
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** What the service itself refused. */
export interface ServiceRefusal {
  /** Its name for the fault, without `Exception`. */
  readonly code: string;
  /** The closer reason some services give; empty where there is none. */
  readonly reason: string;
  readonly message: string;
  readonly status: number;
}

/** When a definite refusal is tried again: in milliseconds, or null, where trying again would be refused again. */
export type PauseOf = (refusal: ServiceRefusal) => number | null;

/** Above the rate: the next wave. */
export const RATE_PAUSE_MS = 1_000;
/** A quota of a day or a month is used up. */
export const QUOTA_PAUSE_MS = 15 * 60_000;
/** Account, identity or permission is not ready: a person must act, and no message is lost while they do. */
export const SETUP_PAUSE_MS = 15 * 60_000;
const UNREACHED_PAUSE_MS = 60_000;

const THROTTLED = /^(?:Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/;
const NOT_ALLOWED =
  /^(?:AccessDenied|UnrecognizedClient|InvalidClientTokenId|MissingAuthenticationToken|SignatureDoesNotMatch|IncompleteSignature|InvalidSignature|ExpiredToken|RequestExpired|OptInRequired|NotAuthorized)/;
const REQUEST_TIMEOUT = 408;

/** Refusals that mean the same in every service. */
function commonPause({ code, status }: ServiceRefusal): number | null {
  if (THROTTLED.test(code) || status === 429) return RATE_PAUSE_MS;
  return NOT_ALLOWED.test(code) || status === 401 || status === 403 ? SETUP_PAUSE_MS : null;
}

function textOf(of: object, field: string): string {
  const value: unknown = Reflect.get(of, field);
  return typeof value === 'string' ? value : '';
}

/** A 4xx the service answered; null for everything else, its timeouts (408) included. */
function serviceRefusal(failure: Error): ServiceRefusal | null {
  const metadata: unknown = Reflect.get(failure, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return null;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  if (typeof status !== 'number' || status < 400 || status >= 500 || status === REQUEST_TIMEOUT) return null;
  const code = failure.name.replace(/Exception$/, '');
  return { code, reason: textOf(failure, 'Reason'), message: failure.message, status };
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const BEFORE_CONNECTING = /did not establish a connection|Region is missing/;

/** Whether the request certainly never left: no name, no connection, no certificate, no credentials. */
function neverLeft(failure: Error): boolean {
  const code = textOf(failure, 'code');
  const call = textOf(failure, 'syscall');
  return (
    NEVER_CONNECTED.has(code) ||
    call === 'connect' ||
    call === 'getaddrinfo' ||
    code.startsWith('ERR_TLS_CERT') ||
    code.startsWith('CERT_') ||
    failure.name === 'CredentialsProviderError' ||
    BEFORE_CONNECTING.test(failure.message)
  );
}

const LONGEST_REASON_CHARS = 300;

/** A provider's words without the addresses in them: reasons outlive the person they are about. */
function reasonOf(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .join(': ')
    .replace(/[^\s<>"':,;()]+@[^\s<>"':,;()]+/g, '(address)')
    .replace(/\+?\d[\d\s-]{6,}\d/g, '(number)')
    .slice(0, LONGEST_REASON_CHARS);
}

/** What a failed call says about its message. `pauseOf` knows the service's own refusals. */
function replyOfFailure(failure: unknown, pauseOf: PauseOf): ProviderReply {
  if (!(failure instanceof Error)) return { kind: 'ambiguous', reason: 'the call failed without a word' };
  const refusal = serviceRefusal(failure);
  if (refusal !== null) {
    const reason = reasonOf(refusal.code, refusal.reason, refusal.message);
    return { kind: 'refused', reason, retryAfterMs: pauseOf(refusal) ?? commonPause(refusal) };
  }
  const reason = reasonOf(textOf(failure, 'code') || failure.name, failure.message);
  if (neverLeft(failure)) return { kind: 'refused', reason, retryAfterMs: UNREACHED_PAUSE_MS };
  return { kind: 'ambiguous', reason };
}

/** Makes one call and reads its end: a message is accepted where the service named it, and in doubt where it did not. */
export async function replyOf(
  call: () => Promise<{ readonly MessageId?: string | undefined }>,
  pauseOf: PauseOf,
): Promise<ProviderReply> {
  try {
    const { MessageId } = await call();
    if (MessageId === undefined) return { kind: 'ambiguous', reason: 'AWS answered without a message id' };
    return { kind: 'accepted', providerMessageId: MessageId };
  } catch (failure) {
    return replyOfFailure(failure, pauseOf);
  }
}
