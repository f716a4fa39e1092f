import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { foreignness, refusal, sessionCookie } from '../../../local/server/session.ts';

const TOKEN = 'the-token-of-the-lock-file';
const SESSION = 'the-session-of-this-server';
const HERE = '127.0.0.1:4600';
const COOKIE = `perennial_session=${SESSION}`;

function judged(headers: IncomingHttpHeaders) {
  return refusal({ headers } as IncomingMessage, TOKEN, SESSION);
}

describe('who may talk to the server', () => {
  it.each<[string, IncomingHttpHeaders, string | null]>([
    ['the command line, by the token', { host: HERE, authorization: `Bearer ${TOKEN}` }, null],
    ['the page, by its cookie', { host: HERE, origin: `http://${HERE}`, cookie: COOKIE }, null],
    [
      'the page under another name of this machine',
      { host: 'localhost:4600', origin: 'http://localhost:4600', cookie: COOKIE },
      null,
    ],
    ['the page by IPv6', { host: '[::1]:4600', cookie: COOKIE }, null],
    ['a name in capitals', { host: 'LOCALHOST', cookie: COOKIE }, null],
    ['the cookie among others', { host: HERE, cookie: `a=1; ${COOKIE}; b=2` }, null],
    [
      'the cookie beside a token of somebody else',
      { host: HERE, cookie: COOKIE, authorization: 'Bearer other' },
      null,
    ],
    ['nobody', { host: HERE }, 'not-signed-in'],
    ['a wrong token', { host: HERE, authorization: `Bearer ${TOKEN}x` }, 'not-signed-in'],
    [
      'a token of the same length',
      { host: HERE, authorization: `Bearer ${'x'.repeat(TOKEN.length)}` },
      'not-signed-in',
    ],
    ['a token under another scheme', { host: HERE, authorization: `Basic ${TOKEN}` }, 'not-signed-in'],
    ['no token after the scheme', { host: HERE, authorization: 'Bearer ' }, 'not-signed-in'],
    ['the session as a token', { host: HERE, authorization: `Bearer ${SESSION}` }, 'not-signed-in'],
    ['the token as a cookie', { host: HERE, cookie: `perennial_session=${TOKEN}` }, 'not-signed-in'],
    ['a cookie of another name', { host: HERE, cookie: `session=${SESSION}` }, 'not-signed-in'],
    ['an empty cookie', { host: HERE, cookie: 'perennial_session=' }, 'not-signed-in'],
    [
      'another page, with the cookie',
      { host: HERE, origin: 'https://evil.example', cookie: COOKIE },
      'foreign-origin',
    ],
    [
      'a page on another port',
      { host: HERE, origin: 'http://127.0.0.1:9999', cookie: COOKIE },
      'foreign-origin',
    ],
    ['a page over TLS', { host: HERE, origin: `https://${HERE}`, cookie: COOKIE }, 'foreign-origin'],
    ['a page without an origin of its own', { host: HERE, origin: 'null', cookie: COOKIE }, 'foreign-origin'],
    [
      'another page, with the token even',
      { host: HERE, origin: 'https://evil.example', authorization: `Bearer ${TOKEN}` },
      'foreign-origin',
    ],
    [
      'a rebound name, with everything',
      { host: 'evil.example:4600', cookie: COOKIE, authorization: `Bearer ${TOKEN}` },
      'foreign-host',
    ],
    [
      'a name that only begins like this machine’s',
      { host: '127.0.0.1.evil.example', cookie: COOKIE },
      'foreign-host',
    ],
    ['the address of another machine', { host: '192.168.1.5:4600', cookie: COOKIE }, 'foreign-host'],
    ['no host at all', { cookie: COOKIE }, 'foreign-host'],
  ])('%s', (_, headers, expected) => {
    expect(judged(headers)).toBe(expected);
  });

  it('a page is shown by host and origin alone', () => {
    expect(foreignness({ headers: { host: HERE } } as IncomingMessage)).toBeNull();
    expect(foreignness({ headers: { host: 'evil.example' } } as IncomingMessage)).toBe('foreign-host');
  });

  it('the cookie is for this site only, and for no script', () => {
    expect(sessionCookie(SESSION)).toBe(`${COOKIE}; Path=/; HttpOnly; SameSite=Strict`);
  });
});
