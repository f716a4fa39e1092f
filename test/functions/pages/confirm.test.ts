import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import type { ConsentChange } from '../../../core/message/contact.ts';
import { DAY_MS } from '../../../core/time.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { runWave } from '../../../local/machines/runWave.ts';
import { compileTemplate } from '../../../functions/templatePublish/compileTemplate.ts';
import { verifyLink } from '../../../functions/shared/linkToken.ts';
import { NOW, someSettings } from '../../support/builders.ts';
import { keyOf, pagesWorld, type PagesWorld, signUp, TEST_KEYS } from '../../support/pagesWorld.ts';

const LEO = customerId('leo');

function asked(topic: string, more: Partial<ConsentChange> = {}): ConsentChange {
  return { topic, channel: 'email', state: 'asked', at: NOW, source: 'footer form', wording: null, ...more };
}

/** A world whose shop ships the letter that asks, with nobody in it yet. */
async function askingWorld(settings = someSettings({})): Promise<PagesWorld> {
  const world = await pagesWorld({ people: [], settings });
  const letter = loadShipped().templates.find(({ id }) => id === 'confirm-consent');
  if (letter === undefined) throw new Error('the letter is shipped');
  await world.store.publishTemplate(letter, await compileTemplate(letter), NOW);
  return world;
}

/** Decisions of letters that asked, each with its outcome. */
async function letters({ store }: PagesWorld): Promise<{ id: string; topic: string; outcome: string }[]> {
  const found = await store.decisionsOf(LEO);
  return found
    .filter(({ journeyId }) => journeyId === 'consent')
    .map(({ id, topic, outcome }) => ({ id, topic, outcome }));
}

function tell(world: PagesWorld, messageId: string, consents: readonly ConsentChange[]) {
  return world.apply(signUp(LEO, { messageId, at: world.clock.now, consents }));
}

describe('a consent that is to be confirmed', () => {
  it('is asked about once a day, and the button of the letter’s page makes it count', async () => {
    const world = await askingWorld();
    await tell(world, 'm1', [asked('newsletter')]);
    await runWave(world.container);
    await tell(world, 'm2', [asked('offers', { at: NOW + 1 })]);
    await runWave(world.container);
    expect(await letters(world)).toMatchObject([{ topic: 'newsletter', outcome: 'sent' }]);

    const claims = { customerId: LEO, contactKey: keyOf(LEO), topic: 'newsletter' };
    const page = String((await world.get('confirm', '', claims)).body);
    expect(page).toContain('left: confirm “Newsletter” by email, “Offers” by email');
    expect((await world.contact(keyOf(LEO))).consents['email/newsletter']?.state).toBe('asked');

    world.clock.now += 60_000;
    await world.post('confirm', { do: 'confirm' }, claims);
    for (const topic of ['newsletter', 'offers'])
      expect((await world.contact(keyOf(LEO))).consents[`email/${topic}`]).toMatchObject({
        state: 'granted',
        confirmed: true,
        at: NOW + 60_000,
        source: 'confirmation page',
        wording: expect.stringContaining('Yes, send me “Newsletter” by email'),
      });
    const once = await world.contact(keyOf(LEO));
    await world.post('confirm', { do: 'confirm' }, claims);
    expect(await world.contact(keyOf(LEO))).toEqual(once);
    expect(String((await world.get('confirm', '', claims)).body)).toContain('is on');
  });

  it('is not asked about again for a week, however often it is told', async () => {
    const world = await askingWorld();
    for (let day = 0; day < 8; day += 1) {
      await tell(world, `m${day}`, [asked('newsletter', { at: world.clock.now })]);
      await runWave(world.container);
      world.clock.now += DAY_MS;
    }
    expect(await letters(world)).toHaveLength(1);
    world.clock.now += 7 * DAY_MS;
    await tell(world, 'later', [asked('newsletter', { at: world.clock.now })]);
    await runWave(world.container);
    expect(await letters(world)).toHaveLength(2);
  });

  it('is asked about where it came without an address, at the one that is known', async () => {
    const world = await askingWorld();
    await world.apply(signUp(LEO, { messageId: 'm1', consents: [] }));
    const { email: _, ...later } = signUp(LEO, { messageId: 'm2', at: NOW, consents: [asked('newsletter')] });
    await world.apply(later);
    await runWave(world.container);
    expect(await letters(world)).toMatchObject([{ topic: 'newsletter', outcome: 'sent' }]);
    const claims = { customerId: LEO, contactKey: keyOf(LEO), topic: 'newsletter' };
    await world.post('confirm', { do: 'confirm' }, claims);
    expect((await world.contact(keyOf(LEO))).consents['email/newsletter']).toMatchObject({ confirmed: true });
  });

  it('is asked about where it was given and the place asks for a second word', async () => {
    const granted = asked('newsletter', { state: 'granted' });
    const plain = await askingWorld();
    await tell(plain, 'm1', [granted]);
    await runWave(plain.container);
    expect(await letters(plain)).toEqual([]);

    const jurisdictions = { EU: { email: { consent: 'double-opt-in' } } } as const;
    const there = await askingWorld(someSettings({ shop: { jurisdiction: 'EU' }, jurisdictions }));
    await tell(there, 'm1', [granted]);
    await runWave(there.container);
    expect(await letters(there)).toHaveLength(1);
  });

  it('asks nobody whose consent is long past, refused since, or told with another address', async () => {
    const world = await askingWorld();
    await world.apply(
      signUp(LEO, {
        messageId: 'old',
        at: NOW - 2 * DAY_MS,
        consents: [asked('newsletter', { at: NOW - 2 * DAY_MS })],
      }),
    );
    await tell(world, 'm1', [asked('offers'), asked('offers', { state: 'denied', at: NOW + 1 })]);
    await runWave(world.container);
    expect(await letters(world)).toEqual([]);
  });

  it('carries a link that confirms, and only that letter does', async () => {
    const world = await askingWorld();
    await tell(world, 'm1', [asked('newsletter')]);
    const { mergeData } = await world.container.sendDeps();
    const person = await world.store.loadProfile(LEO);
    if (person === null) throw new Error('Leo is known');
    await runWave(world.container);
    const [decision] = await world.store.decisionsOf(LEO);
    if (decision === undefined) throw new Error('Leo was asked');
    const linksOf = (journeyId: string) => {
      const { links } = mergeData({ ...decision, journeyId }, person, world.container.settings, NOW);
      return Object(links);
    };
    const { confirm } = linksOf('consent');
    expect(verifyLink(TEST_KEYS, 'confirm', String(confirm).split('/').at(-1) ?? '')).toMatchObject({
      customerId: LEO,
      contactKey: keyOf(LEO),
      topic: 'newsletter',
    });
    expect(linksOf('welcome')).not.toHaveProperty('confirm');
  });
});
