import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { asking, foreignness, sessionCookie } from '../../../local/server/session.ts';

const TOKEN = 'the-token-of-the-lock-file';
const SESSION = 'the-session-of-this-server';
const HERE = '127.0.0.1:4600';
const COOKIE = `perennial_session=${SESSION}`;

function judged(headers: IncomingHttpHeaders) {
  const asked = asking({ headers } as IncomingMessage, TOKEN, SESSION);
  return asked.kind === 'refused' ? asked.why : asked.kind;
}

describe('who may talk to the server', () => {
  it.each<[string, IncomingHttpHeaders, string]>([
    ['the command line, by the token', { host: HERE, authorization: `Bearer ${TOKEN}` }, 'owner'],
    ['the page, by its cookie', { host: HERE, origin: `http://${HERE}`, cookie: COOKIE }, 'owner'],
    [
      'the page under another name of this machine',
      { host: 'localhost:4600', origin: 'http://localhost:4600', cookie: COOKIE },
      'owner',
    ],
    ['the page by IPv6', { host: '[::1]:4600', cookie: COOKIE }, 'owner'],
    ['a name in capitals', { host: 'LOCALHOST', cookie: COOKIE }, 'owner'],
    ['the cookie among others', { host: HERE, cookie: `a=1; ${COOKIE}; b=2` }, 'owner'],
    [
      'somebody who says so, in the browser of the owner',
      { host: HERE, cookie: COOKIE, authorization: 'Bearer other' },
      'somebody',
    ],
    ['nobody', { host: HERE }, 'somebody'],
    ['a wrong token', { host: HERE, authorization: `Bearer ${TOKEN}x` }, 'somebody'],
    [
      'a token of the same length',
      { host: HERE, authorization: `Bearer ${'x'.repeat(TOKEN.length)}` },
      'somebody',
    ],
    ['a token under another scheme', { host: HERE, authorization: `Basic ${TOKEN}` }, 'somebody'],
    ['no token after the scheme', { host: HERE, authorization: 'Bearer ' }, 'somebody'],
    ['the session as a token', { host: HERE, authorization: `Bearer ${SESSION}` }, 'somebody'],
    ['the token as a cookie', { host: HERE, cookie: `perennial_session=${TOKEN}` }, 'somebody'],
    ['a cookie of another name', { host: HERE, cookie: `session=${SESSION}` }, 'somebody'],
    ['an empty cookie', { host: HERE, cookie: 'perennial_session=' }, 'somebody'],
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
