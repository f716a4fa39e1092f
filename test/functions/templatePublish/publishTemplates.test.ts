import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Settings, settingsSchema } from '../../../core/settings/settings.ts';
import { managementRoutes } from '../../../functions/management/handler.ts';
import { management } from '../../../functions/management/handler.ts';
import type { MessageProvider, OutboundMessage } from '../../../core/ports.ts';
import { TEST_JOURNEY } from '../../../core/message/send.ts';
import type { Container } from '../../../functions/shared/container.ts';
import { publishedBlocks } from '../../../functions/shared/templateStore.ts';
import { PUBLISH_PATHS, templatePublish } from '../../../functions/templatePublish/handler.ts';
import { apiGatewayEvent } from '../../../local/api/apiGatewayEvent.ts';
import { bearer } from '../../support/signedIn.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { aJourney, aPerson, MAYA } from '../../support/builders.ts';
import { mail } from '../shared/templates.ts';

const FOOT = '<mj-text><a href="{{ links.unsubscribe }}">Out</a> {{ shop.postal_address }}</mj-text>';

const aMail = (id: string, content = FOOT, more: object = {}) =>
  stringify({
    id,
    ...more,
    locales: { en: { subject: 'Hello {{ customer.first_name }}', mjml: mail(content) } },
  });
const aBlock = (id: string, mjml = FOOT) =>
  stringify({ id, kind: 'block', locales: { en: { mjml, text: 'Foot' } } });
const anSms = (id: string) =>
  stringify({
    id,
    channel: 'sms',
    class: 'service',
    locales: { en: { text: 'Hi {{ customer.first_name }} from {{ shop.name }}' } },
  });

function shop(seedLists: Settings['seedLists'] = {}) {
  const settings = settingsSchema.parse({ seedLists });
  const attempts: OutboundMessage[] = [];
  const provider: MessageProvider = {
    send: async (message) => {
      attempts.push(message);
      return { kind: 'accepted', providerMessageId: 'p-1' };
    },
  };
  const world = aContainer({ settings, provider });
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const isPublish = method === 'POST' && PUBLISH_PATHS.includes(path);
    const handler = isPublish ? templatePublish(world.container) : management(world.container);
    const headers = { authorization: await bearer('admin', world.container.now()) };
    const answer = await handler(
      apiGatewayEvent({ method, path, headers, ...(body === undefined ? {} : { body }) }),
      aContext(),
    );
    const read: unknown = JSON.parse(answer?.body ?? 'null');
    return { status: answer?.statusCode, body: read };
  };
  const publish = (...sources: readonly string[]) =>
    ask('POST', '/v1/templates', { sources: sources.map((source) => ({ source })) });
  const html = async (id: string) => (await world.store.template(id))?.compiled['en']?.html ?? '';
  return { ...world, attempts, ask, publish, html };
}

async function withMaya(container: Container): Promise<void> {
  await container.store.importPeople([{ person: aPerson({ name: 'Maya Lin', locale: 'en' }), consents: [] }]);
}

describe('publishing templates', () => {
  it('publishes all of a call, and says what stayed as it was', async () => {
    const { publish } = shop();
    expect((await publish(aMail('one'), aMail('two'))).body).toMatchObject({
      items: [
        { kind: 'template', id: 'one', version: 1, changed: true },
        { kind: 'template', id: 'two', version: 1, changed: true },
      ],
      republished: [],
    });
    expect((await publish(aMail('one'), aMail('two', `${FOOT}${FOOT}`))).body).toMatchObject({
      items: [
        { id: 'one', version: 1, changed: false },
        { id: 'two', version: 2, changed: true },
      ],
    });
  });

  it('publishes nothing where one is not valid, and names the line', async () => {
    const { publish, store } = shop();
    const answer = await publish(aMail('one'), aMail('bad', '<mj-text>{{ custmer }}</mj-text>'));
    expect(answer).toMatchObject({ status: 422, body: { code: 'template-invalid' } });
    expect(answer.body).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'misspelt-variable',
          path: 'locales.en.mjml',
          line: 10,
          severity: 'error',
        }),
      ]),
    });
    expect(await store.templateIds()).toEqual([]);
  });

  it('refuses one template twice in a call, and a body that is none', async () => {
    const { publish, ask } = shop();
    expect(await publish(aMail('one'), aMail('one'))).toMatchObject({
      status: 400,
      body: { code: 'misuse' },
    });
    expect(await ask('POST', '/v1/templates', { nothing: 1 })).toMatchObject({ status: 400 });
    expect(await ask('POST', '/v1/templates/lint', { source: 'a: [' })).toMatchObject({
      status: 200,
      body: { items: [{ valid: false, problems: [{ code: 'not-yaml' }] }] },
    });
  });
});

describe('publishing a block', () => {
  it('takes the templates that hold it along, and no others', async () => {
    const { publish, html, container } = shop();
    await publish(aBlock('foot'), aMail('with', "{% render 'foot' %}"), aMail('without'));
    const answer = await publish(aBlock('foot', FOOT.replace('Out', 'Leave')));
    expect(answer.body).toMatchObject({
      items: [{ kind: 'block', id: 'foot', version: 2, changed: true }],
      republished: [{ id: 'with', version: 2 }],
    });
    expect(await html('with')).toContain('Leave');
    expect((await publishedBlocks(container.store)).get('foot')?.version).toBe(2);
  });

  it('takes along those that hold it through another block', async () => {
    const { publish, html } = shop();
    await publish(
      aBlock('inner'),
      aBlock('outer', "{% render 'inner' %}"),
      aMail('with', "{% render 'outer' %}"),
    );
    expect((await publish(aBlock('inner', FOOT.replace('Out', 'Leave')))).body).toMatchObject({
      republished: [{ id: 'with' }],
    });
    expect(await html('with')).toContain('Leave');
  });

  it('publishes nothing where a template would break with it', async () => {
    const { publish, html } = shop();
    await publish(aBlock('foot'), aMail('with', "{% render 'foot' %}"));
    const answer = await publish(aBlock('foot', '<mj-txt>a</mj-txt>'));
    expect(answer).toMatchObject({ status: 422, body: { code: 'block-breaks-template' } });
    expect(await html('with')).toContain('Out');
  });
});

describe('templates over the API', () => {
  it('are listed with the journeys that send them and the blocks they hold', async () => {
    const { publish, ask, store, container } = shop();
    await publish(aBlock('foot'), aMail('hello', "{% render 'foot' %}"));
    await store.publishJourney(aJourney(), container.now());
    expect((await ask('GET', '/v1/templates')).body).toMatchObject({
      items: [{ id: 'hello', version: 1, channel: 'email', locales: ['en'], journeys: ['test'] }],
      blocks: [{ id: 'foot', version: 1, templates: ['hello'] }],
    });
    expect((await ask('GET', '/v1/templates/hello')).body).toMatchObject({
      blocks: ['foot'],
      source: { id: 'hello' },
    });
    expect((await ask('GET', '/v1/templates/foot')).body).toMatchObject({ kind: 'block', version: 1 });
    expect(await ask('GET', '/v1/templates/helo')).toMatchObject({
      status: 404,
      body: { remedy: 'did you mean hello?' },
    });
  });

  it('are previewed with a customer’s data, in the language asked for or the nearest there is', async () => {
    const { publish, ask, container } = shop();
    await publish(aMail('hello'), anSms('hi'));
    await withMaya(container);
    expect(
      (await ask('POST', '/v1/templates/hello/preview', { customer: MAYA, locale: 'fr' })).body,
    ).toMatchObject({
      locale: 'en',
      subject: 'Hello Maya',
    });
    expect((await ask('POST', '/v1/templates/hi/preview', {})).body).toMatchObject({
      text: 'Hi  from Your shop',
      parts: 1,
    });
    expect(await ask('POST', '/v1/templates/hello/preview', { customer: 'nobody' })).toMatchObject({
      status: 404,
    });
  });

  it('compile in no function but their own', () => {
    const names: readonly string[] = managementRoutes(shop().container).map(({ name }) => name);
    expect(PUBLISH_PATHS.filter((path) => names.includes(`POST ${path}`))).toEqual([]);
  });
});

describe('test sends', () => {
  it('go to every address of the channel, marked, with the customer’s data, and touch neither caps nor tallies', async () => {
    const { publish, ask, container, store, attempts } = shop({ team: ['a@shop.example', '+14155550100'] });
    await publish(aMail('hello'), anSms('hi'));
    await withMaya(container);
    const answer = await ask('POST', '/v1/test-sends', {
      template: 'hello',
      seedList: 'team',
      customer: MAYA,
    });
    expect(answer.body).toMatchObject({ items: [{ to: 'a@shop.example', outcome: 'sent', locale: 'en' }] });
    expect(attempts).toMatchObject([
      {
        journeyId: TEST_JOURNEY,
        class: 'transactional',
        to: 'a@shop.example',
        mergeData: { test: true, customer: { first_name: 'Maya' } },
      },
    ]);
    const [decision] = await store.decisionsOf(MAYA);
    expect(decision).toMatchObject({ journeyId: TEST_JOURNEY, outcome: 'sent', tallyGroup: null });
    expect(await store.countAccepted()).toBe(1);
    expect(await store.tallies({ since: 0, until: 100_000 })).toEqual([]);
    const key = container.addressKeyOf('email', 'a@shop.example');
    expect((await store.loadContacts([key])).size).toBe(0);
  });

  it('send a journey’s templates, and the same key once', async () => {
    const { publish, ask, store, container, attempts } = shop();
    await publish(aMail('hello'));
    await store.publishJourney(aJourney(), container.now());
    const asked = { journey: 'test', to: ['a@shop.example'], key: 'k' };
    await ask('POST', '/v1/test-sends', asked);
    expect((await ask('POST', '/v1/test-sends', asked)).body).toMatchObject({ items: [] });
    expect(attempts).toHaveLength(1);
  });

  it.each([
    [{ template: 'hello' }, 'to'],
    [{ to: ['a@b.example'] }, 'template'],
    [{ template: 'hello', to: ['nonsense'] }, 'to'],
    [{ template: 'hello', to: ['+14155550100'] }, 'to'],
    [{ template: 'hello', seedList: 'none' }, 'seedList'],
  ])('are refused where %j says too little', async (asked, field) => {
    const { publish, ask, attempts } = shop();
    await publish(aMail('hello'));
    expect(await ask('POST', '/v1/test-sends', asked)).toMatchObject({ status: 400, body: { field } });
    expect(attempts).toEqual([]);
  });
});
