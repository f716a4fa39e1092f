/**
 * Who may talk to the loopback server. The command line carries the lock file's token. The page is signed in unasked by a
 * same-site cookie, which is why Host must be a loopback name (no DNS rebinding) and Origin, where there is one, this server.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE = 'perennial_session';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export type Refusal = 'foreign-host' | 'foreign-origin' | 'not-signed-in';

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** Null when the Host header is this machine's and any Origin is this server's. */
export function foreignness(request: IncomingMessage): 'foreign-host' | 'foreign-origin' | null {
  const host = request.headers.host ?? '';
  if (!LOOPBACK.has(hostName(host))) return 'foreign-host';
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}` ? null : 'foreign-origin';
}

function cookieOf(request: IncomingMessage): string | null {
  const cookies = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
  return cookies.find((part) => part.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? null;
}

/** Why a request to the API is refused; null where it may go on. */
export function refusal(request: IncomingMessage, token: string, session: string): Refusal | null {
  const foreign = foreignness(request);
  if (foreign !== null) return foreign;
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined && equal(bearer, token)) return null;
  const cookie = cookieOf(request);
  return cookie !== null && equal(cookie, session) ? null : 'not-signed-in';
}

/** The cookie that signs the page in. */
export function sessionCookie(session: string): string {
  return `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}
