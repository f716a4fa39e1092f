import { describe, expect, it } from 'vitest';
import { consentOn } from '../../../core/message/consentStanding.ts';
import { NOW } from '../../support/builders.ts';
import { pagesWorld } from '../../support/pagesWorld.ts';

describe('unsubscribing', () => {
  it('shows by GET what would stop, and stops nothing', async () => {
    const world = await pagesWorld();
    const before = await world.contact();
    const page = String((await world.get('unsubscribe')).body);
    expect(page).toContain('and “Offers” by email stops');
    expect(page).toContain('m•••@example.org');
    expect((await world.ask('HEAD', 'unsubscribe', world.token('unsubscribe'))).status).toBe(200);
    expect(await world.contact()).toEqual(before);
  });

  it.each([
    ['a form', 'List-Unsubscribe=One-Click'],
    [
      'multipart, as RFC 8058 allows',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])('takes a mail program’s POST as %s, without cookie or redirect', async (_, body) => {
    const world = await pagesWorld();
    const answer = await world.ask('POST', 'unsubscribe', world.token('unsubscribe'), { body });
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('Unsubscribed: “Offers” by email.\n');
    expect(Object.keys(answer.headers)).not.toContain('set-cookie');
    expect(Object.keys(answer.headers)).not.toContain('location');
    const contact = await world.contact();
    expect(consentOn(contact, 'email', 'offers')).toMatchObject({
      state: 'denied',
      at: NOW,
      source: 'one-click',
      by: 'customer',
    });
    expect(consentOn(contact, 'email', 'newsletter')?.state).toBe('granted');
  });

  it('takes the button’s POST, shows the way back, and goes it', async () => {
    const world = await pagesWorld();
    const off = await world.post('unsubscribe', { do: 'off' });
    expect(off).toMatchObject({ status: 303, headers: { location: '?lang=en&done=off' } });
    const done = String((await world.get('unsubscribe')).body);
    expect(done).toContain('“Offers” by email is off');
    expect(done).toContain('value="undo"');
    world.clock.now += 1;
    await world.post('unsubscribe', { do: 'undo' });
    expect(consentOn(await world.contact(), 'email', 'offers')).toMatchObject({
      state: 'granted',
      source: 'unsubscribe page',
    });
    expect(String((await world.get('unsubscribe', 'done=undo')).body)).toContain(
      'On again: “Offers” by email.',
    );
  });

  it('works again by an old link after somebody had come back', async () => {
    const world = await pagesWorld();
    for (const action of ['off', 'undo', 'off', 'undo', 'off']) {
      await world.post('unsubscribe', { do: action });
      world.clock.now += 1;
    }
    expect(consentOn(await world.contact(), 'email', 'offers')?.state).toBe('denied');
  });

  it('offers gentler choices and takes them', async () => {
    const world = await pagesWorld();
    await world.post('unsubscribe', { do: 'off' });
    await world.post('unsubscribe', { do: 'monthly' });
    await world.post('unsubscribe', { do: 'pause' });
    const contact = await world.contact();
    expect(contact.pace).toEqual({ most: 1, withinDays: 30 });
    expect(contact.pausedUntil).not.toBeNull();
    await world.post('unsubscribe', { do: 'all-off' });
    expect(consentOn(await world.contact(), 'email', 'service')).toMatchObject({
      topic: '*',
      state: 'denied',
    });
  });
});

describe('what follows opens and clicks', () => {
  const to = 'https://shop.example/tea?a=1';

  it('leads where its token says and tells of it by GET alone', async () => {
    const world = await pagesWorld();
    const token = world.token('click', { to });
    expect(await world.ask('HEAD', 'click', token)).toMatchObject({ status: 302, headers: { location: to } });
    expect(world.told).toEqual([]);
    expect(await world.ask('GET', 'click', token)).toMatchObject({ status: 302, headers: { location: to } });
    expect(world.told).toMatchObject([{ kind: 'clicked', link: to, userAgent: 'Test', at: NOW }]);
    const pixel = await world.get('open');
    expect(pixel.headers['content-type']).toBe('image/gif');
    expect(world.told).toHaveLength(2);
  });

  it('leads to no address that is none of the web', async () => {
    const world = await pagesWorld();
    for (const elsewhere of ['javascript:alert(1)', '//evil.example', '', 'data:text/html,x']) {
      const answer = await world.ask('GET', 'click', world.token('click', { to: elsewhere }));
      expect(answer.status, elsewhere).toBe(404);
    }
  });
});

describe('every page', () => {
  it('answers one and the same 404 to whatever its token does not open', async () => {
    const world = await pagesWorld();
    const token = world.token('preferences');
    const wrong = ['', 'x', token.slice(1), `${token.slice(0, -1)}!`, world.token('why'), 'a.b'];
    const pages = await Promise.all(wrong.map((one) => world.ask('GET', 'preferences', one)));
    for (const page of pages) expect(page).toEqual({ ...pages[0], status: 404 });
    expect(String(pages[0]?.body)).toContain('This link is not complete');
    const chinese = await world.ask('POST', 'preferences', 'x', { acceptLanguage: 'zh-CN' });
    expect(String(chinese.body)).toContain('链接不完整');
  });

  it('runs no script, fetches nothing, tells no one where it was opened, and is found by no search engine', async () => {
    const world = await pagesWorld();
    for (const purpose of ['preferences', 'unsubscribe', 'confirm', 'why'] as const) {
      const { headers, body } = await world.get(purpose);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
      expect(headers['x-robots-tag']).toContain('noindex');
      expect(String(body)).not.toMatch(/<script|<img|<link|javascript:|\son[a-z]+=/i);
    }
  });

  it('shows what customers and shops call themselves as text', async () => {
    const hostile = '"><script>alert(1)</script>';
    const world = await pagesWorld();
    const { settings } = world.container;
    const other = await pagesWorld({
      store: world.store,
      settings: { ...settings, shop: { ...settings.shop, name: hostile, postalAddress: hostile } },
      people: [],
    });
    for (const purpose of ['preferences', 'unsubscribe', 'confirm', 'why'] as const)
      expect(String((await other.get(purpose, '', { topic: hostile })).body)).not.toContain('<script>');
  });

  it('takes no other method', async () => {
    const world = await pagesWorld();
    expect((await world.ask('DELETE', 'preferences', world.token('preferences'))).status).toBe(405);
    expect((await world.ask('POST', 'why', world.token('why'))).status).toBe(405);
    expect((await world.ask('POST', 'click', world.token('click', { to: 'https://a.example' }))).status).toBe(
      405,
    );
  });
});
