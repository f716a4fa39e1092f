/**
 * Who talks to the loopback server. The command line carries the lock file's token. The page is signed in unasked by a same-site
 * cookie, which is why Host must be a loopback name (no DNS rebinding) and Origin, where there is one, this server. Anybody else
 * has a key or a token, which the API looks at.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE = 'perennial_session';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export type Foreign = 'foreign-host' | 'foreign-origin';

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** Null when the Host header is this machine's and any Origin is this server's. */
export function foreignness(request: IncomingMessage): Foreign | null {
  const host = request.headers.host ?? '';
  if (!LOOPBACK.has(hostName(host))) return 'foreign-host';
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}` ? null : 'foreign-origin';
}

function cookieOf(request: IncomingMessage): string | null {
  const cookies = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
  return cookies.find((part) => part.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? null;
}

/** Who asks the API: the holder of the folder, or somebody a header may name; a page or name from elsewhere is refused. */
export type Asking =
  | { readonly kind: 'owner' }
  | { readonly kind: 'somebody'; readonly authorization: string | undefined };

export function asking(
  request: IncomingMessage,
  token: string,
  session: string,
): Asking | { readonly kind: 'refused'; readonly why: Foreign } {
  const foreign = foreignness(request);
  if (foreign !== null) return { kind: 'refused', why: foreign };
  const { authorization } = request.headers;
  const bearer = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (bearer !== undefined && equal(bearer, token)) return { kind: 'owner' };
  const cookie = authorization === undefined ? cookieOf(request) : null;
  if (cookie !== null && equal(cookie, session)) return { kind: 'owner' };
  return { kind: 'somebody', authorization };
}

/** The cookie that signs the page in. */
export function sessionCookie(session: string): string {
  return `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}
