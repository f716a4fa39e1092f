/** Versions on DynamoDB: one of two who publish at once is second, and a template of any size is kept whole. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PublishedTemplate, TemplateSource } from '../../../../core/message/template.ts';
import { aJourney, NOW } from '../../../support/builders.ts';
import { fakeTables, storeOver, TABLE_NAMES } from '../../../support/dynamoTables.ts';

const variant = { subject: 'Hi', preheader: '', html: '<p>Hi</p>', text: 'Hi' };

function aTemplate(id: string, mjml: string): TemplateSource {
  const text = { subject: 'Hi', preheader: '', mjml, text: 'Hi' };
  return { id, channel: 'email', locales: { en: text } };
}

describe('configuration on DynamoDB', () => {
  it('gives everyone who publishes at once a version of their own', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const published = await Promise.all(
      [1, 2, 3, 4, 5].map((priority) => store.publishJourney(aJourney({ priority }), NOW)),
    );
    expect(new Set(published.map(({ version }) => version))).toEqual(new Set([1, 2, 3, 4, 5]));
    const [newest] = await store.journeys();
    expect(newest).toEqual(await store.journeyVersion('test', 5));
    expect(await store.configVersion()).toBe(5);
  });

  it('gives everyone who begins an import at once an id of their own', async () => {
    const store = storeOver(fakeTables());
    const ids = await Promise.all(Array.from({ length: 5 }, () => store.beginImport()));
    expect(new Set(ids).size).toBe(5);
  });

  it('reads every journey in one query', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    for (let n = 0; n < 30; n += 1) await store.publishJourney(aJourney({ id: `j${n}` }), NOW);
    const { Query, Get, BatchGet } = fake.calls;
    expect(await store.journeys()).toHaveLength(30);
    expect(fake.calls).toMatchObject({ Query: Query + 1, Get, BatchGet });
  });

  it.each([
    ['short', 100],
    ['long', 90_000],
    ['longer than an item', 1_200_000],
  ])('keeps a template that is %s', async (_, bytes) => {
    const fake = fakeTables();
    const store = storeOver(fake);
    // Hexadecimal of chance compresses to half.
    const source = aTemplate('hello', randomBytes(bytes / 2).toString('hex'));
    const compiled: PublishedTemplate['compiled'] = { en: variant };
    expect(await store.publishTemplate(source, compiled, NOW)).toBe(1);
    expect(await store.publishTemplate(source, compiled, NOW + 1)).toBe(1);
    const wanted = { id: 'hello', version: 1, publishedAt: NOW, source, compiled };
    expect(await store.template('hello')).toEqual(wanted);
    expect(await store.templateVersion('hello', 1)).toEqual(wanted);
    expect(await store.templateIds()).toEqual(['hello']);
    for (const item of fake.items(TABLE_NAMES.config))
      expect(JSON.stringify(item).length).toBeLessThan(400_000);
  });
});
