import { describe, expect, it } from 'vitest';
import { openDynamoStore } from '../../../adapters/aws/dynamo/dynamoStore.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../core/settings/settings.ts';
import { partsIn } from '../../../functions/shared/awsBucket.ts';
import { awsContainer, type AwsContainerOptions } from '../../../functions/shared/awsContainer.ts';
import { awsDelivery } from '../../../functions/shared/awsDelivery.ts';
import { keepSettings } from '../../../functions/shared/settingsInForce.ts';
import { FUNCTIONS } from '../../../workflows/functions.ts';
import { aMessage } from '../../adapters/aws/aMessage.ts';
import { NOW } from '../../support/builders.ts';
import { fakeTables, TABLE_NAMES } from '../../support/dynamoTables.ts';

const SURROUNDINGS = {
  AWS_REGION: 'eu-central-1',
  TABLE_PEOPLE: TABLE_NAMES.people,
  TABLE_FACTS: TABLE_NAMES.facts,
  TABLE_WORK: TABLE_NAMES.work,
  TABLE_CONFIG: TABLE_NAMES.config,
  BUCKET: 'shop',
  PAGES_URL: 'https://pages.shop.example/',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/03/10/[$LATEST]0123456789abcdef',
};

function named(name: string): Settings {
  return { ...DEFAULT_SETTINGS, shop: { ...DEFAULT_SETTINGS.shop, name } };
}

function aDeployment() {
  const dynamo = fakeTables();
  const start = (over: Partial<AwsContainerOptions> = {}) =>
    awsContainer({
      needs: FUNCTIONS.journeyWaveDrain.needs,
      surroundings: SURROUNDINGS,
      settings: named('Kettle'),
      now: () => NOW,
      dynamo,
      ...over,
    });
  return { dynamo, start, store: openDynamoStore({ client: dynamo, names: TABLE_NAMES }) };
}

describe('the container of a function on AWS', () => {
  it('has the same secrets at every cold start, however many begin at once', async () => {
    const { start } = aDeployment();
    const all = await Promise.all(Array.from({ length: 6 }, () => start()));
    const keys = all.map(({ container }) => container.addressKeyOf('email', 'maya@example.org'));
    expect(new Set(keys).size).toBe(1);
    const secrets = all.map(({ container: { links } }) =>
      links?.keys.secrets.get(1)?.export().toString('hex'),
    );
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]).toHaveLength(64);
    expect((await start()).container.addressKeyOf('email', 'maya@example.org')).toBe(keys[0]);
  });

  it('claims under a name no other worker has', async () => {
    const { start } = aDeployment();
    const [one, two] = [await start(), await start()];
    expect(one.container.claimant).toMatch(/0123456789abcdef-[0-9a-f]{8}$/);
    expect(two.container.claimant).not.toBe(one.container.claimant);
  });

  it('makes links to the pages of the deployment, or to those of the settings', async () => {
    const { start, store } = aDeployment();
    const { container } = await start();
    expect(container.links?.baseUrl).toBe('https://pages.shop.example');
    const pages = {
      ...named('Kettle'),
      pages: { ...DEFAULT_SETTINGS.pages, url: 'https://shop.example/me' },
    };
    await keepSettings(store, pages, container.settingsVersion);
    await container.inForce();
    expect(container.links?.baseUrl).toBe('https://shop.example/me');
  });

  it('works by the settings of the deployment, of a later one, and by those a person put instead', async () => {
    const { start, store } = aDeployment();
    const first = (await start()).container;
    expect([first.settings.shop.name, first.settingsVersion]).toEqual(['Kettle', 1]);
    const later = (await start({ settings: named('Leaf') })).container;
    expect([later.settings.shop.name, later.settingsVersion]).toEqual(['Leaf', 2]);
    await keepSettings(store, named('Mine'), later.settingsVersion);
    const after = (await start({ settings: named('Kettle') })).container;
    expect([after.settings.shop.name, after.settingsVersion]).toEqual(['Mine', 3]);
  });

  it('writes no settings where the function may not write the config', async () => {
    const { start, store } = aDeployment();
    const { container } = await start({ needs: FUNCTIONS.lifecycleMap.needs });
    expect(container.settings.shop.name).toBe('Kettle');
    expect(await store.getValue('settings-in-force')).toBeNull();
  });

  it('hands over nothing while the delivery is the mailbox, which it has not, and says so', async () => {
    const { start } = aDeployment();
    const { container } = await start({ parts: [awsDelivery] });
    const reply = await container.provider.send(aMessage());
    expect(reply).toMatchObject({ kind: 'refused', retryAfterMs: 900_000 });
    expect(reply).toHaveProperty('reason', expect.stringContaining('delivery.email is "mailbox"'));
  });

  it('hands over nothing where it has no part that does', async () => {
    const { start } = aDeployment();
    const { container } = await start();
    expect(await container.provider.send(aMessage())).toMatchObject({ kind: 'refused' });
  });

  it('has the bucket where it names it, and otherwise says what is missing', async () => {
    const { start } = aDeployment();
    const blobs = memoryBlobs();
    const inBlobs = await start({ parts: [(base) => partsIn(blobs, base)] });
    expect(inBlobs.container.places?.map(({ name }) => name)).toEqual([
      'rejected',
      'imports',
      'uploads',
      'mail',
      'given-up',
      'archive',
    ]);
    expect(inBlobs.archive).not.toBeNull();
    const without = await start();
    expect(without.archive).toBeNull();
    await expect(without.container.rejects.countRejected()).rejects.toThrow('awsBucket');
  });

  it('says which variable is missing before it asks for anything', async () => {
    const { start, dynamo } = aDeployment();
    await expect(start({ surroundings: { ...SURROUNDINGS, TABLE_WORK: '' } })).rejects.toThrow('TABLE_WORK');
    expect(Object.values(dynamo.calls).every((count) => count === 0)).toBe(true);
  });
});
