import { describe, expect, it } from 'vitest';
import { machineBehind, type Sign, type Surroundings } from '../../../core/message/machineOpens.ts';
import { HOUR_MS, SECOND_MS } from '../../../core/time.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const DESK = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36';
const ALONE: Surroundings = { handedOverAt: null, clicks: [] };

function aSign(overrides: Partial<Sign> = {}): Sign {
  return { kind: 'opened', at: HOUR_MS, userAgent: PHONE, link: null, ...overrides };
}

describe('who opened', () => {
  it.each([
    [PHONE, null],
    [DESK, null],
    ['Mozilla/4.0 (compatible; ms-office; MSOffice 16)', null],
    ['Mozilla/5.0', 'proxy'],
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', 'proxy'],
    ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'proxy'],
    ['OutlookMobileCloudService-Autodetect/1.0.0', 'proxy'],
    ['Barracuda Sentinel (EE)', 'scanner'],
    ['Mozilla/5.0 (compatible; bingbot/2.0)', 'scanner'],
    ['facebookexternalhit/1.1', 'scanner'],
    ['Slackbot-LinkExpanding 1.0', 'scanner'],
    ['curl/8.5.0', 'scanner'],
    ['python-requests/2.32', 'scanner'],
    ['Mozilla/5.0 HeadlessChrome/141.0', 'scanner'],
    ['', 'scanner'],
    [null, null],
  ] as const)('%s: %s', (userAgent, machine) => {
    expect(machineBehind(aSign({ userAgent }), ALONE)).toBe(machine);
  });
});

describe('who clicked', () => {
  const click = (overrides: Partial<Sign> = {}) =>
    aSign({ kind: 'clicked', link: 'https://shop.example/a', ...overrides });

  it.each([
    [0, 'scanner'],
    [9.9, 'scanner'],
    [10, null],
    [60, null],
  ] as const)('%s seconds after it was handed over: %s', (seconds, machine) => {
    const handedOverAt = HOUR_MS - seconds * SECOND_MS;
    expect(machineBehind(click(), { handedOverAt, clicks: [] })).toBe(machine);
  });

  it('is not judged by a hand-over that came after it', () => {
    expect(machineBehind(click(), { handedOverAt: HOUR_MS + SECOND_MS, clicks: [] })).toBeNull();
  });

  it.each([
    ['https://shop.example/b', 1.9, 'scanner'],
    ['https://shop.example/b', 2, null],
    ['https://shop.example/a', 0.1, null],
  ] as const)('another click, on %s %s seconds before: %s', (link, seconds, machine) => {
    const clicks = [{ at: HOUR_MS - seconds * SECOND_MS, link }];
    expect(machineBehind(click(), { handedOverAt: null, clicks })).toBe(machine);
  });

  it('an open a second after the hand-over may still be a person', () => {
    expect(machineBehind(aSign(), { handedOverAt: HOUR_MS - SECOND_MS, clicks: [] })).toBeNull();
  });
});
