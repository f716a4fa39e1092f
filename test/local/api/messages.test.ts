import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../../local/api/localApi.ts';
import { at } from '../../support/builders.ts';
import { fillChannels } from '../../support/channelsWorkspace.ts';
import { tempDir } from '../../support/tempDir.ts';

const NOW = at('2026-03-10T12:00:00Z');

describe('the mailbox over the API', () => {
  let api: LocalApi | undefined;
  const folder = tempDir();

  beforeAll(async () => {
    await fillChannels(folder, () => NOW);
    api = new LocalApi({
      dataDir: folder,
      workspace: 'main',
      runJob: () => Promise.reject(new Error('no job is expected here')),
    });
  });
  afterAll(() => api?.close());

  async function ask(path: string, query: Record<string, string> = {}) {
    const answer = await api?.request({ method: 'GET', path, query });
    return { status: answer?.status, body: answer?.body };
  }

  it('lists every channel under one line each', async () => {
    expect((await ask('/v1/messages')).body).toMatchObject({
      total: 4,
      items: [
        {
          channel: 'webhook',
          subject: 'https://warehouse.shop.example/hooks/perennial',
          to: 'https://warehouse.shop.example/hooks/perennial',
        },
        { channel: 'sms', to: '+8613800000003', customerName: '李娜' },
        { channel: 'sms', to: '+15551230002', subject: expect.stringMatching(/^Hello Omar, three teas/) },
        { channel: 'sms', to: '+15551230001', subject: 'Hello Maya, your parcel left us today.' },
      ],
    });
  });

  it('narrows to a channel, and refuses one that is none', async () => {
    expect((await ask('/v1/messages', { channel: 'sms' })).body).toMatchObject({ total: 3 });
    expect((await ask('/v1/messages', { channel: 'email' })).body).toMatchObject({ total: 0, items: [] });
    expect((await ask('/v1/messages', { channel: '' })).body).toMatchObject({ total: 4 });
    expect(await ask('/v1/messages', { channel: 'fax' })).toMatchObject({ status: 400 });
  });

  it('shows an SMS with its parts and why it takes them', async () => {
    expect((await ask('/v1/messages/2')).body).toMatchObject({
      channel: 'sms',
      text: expect.stringContaining('“Iron Goddess”. Have a look: https://shop.example/teas.'),
      html: '',
      headers: [],
      sms: { from: 'Your shop', encoding: 'UCS-2', parts: 3, outside: ['“', '”'] },
      webhook: null,
      template: 'text-long',
      templateVersion: 1,
      decision: { channel: 'sms', outcome: 'sent' },
    });
    expect((await ask('/v1/messages/1')).body).toMatchObject({
      sms: { encoding: 'GSM-7', places: 38, parts: 1 },
    });
  });

  it('shows a webhook as the call it would have been', async () => {
    expect((await ask('/v1/messages/4')).body).toMatchObject({
      channel: 'webhook',
      html: '',
      text: '',
      sms: null,
      template: null,
      templateVersion: null,
      headers: [
        { name: 'content-type', value: 'application/json; charset=utf-8' },
        { name: 'webhook-id', value: 'maya/care/tell/1' },
        { name: 'webhook-timestamp', value: String(NOW / 1000) },
      ],
      webhook: {
        method: 'POST',
        url: 'https://warehouse.shop.example/hooks/perennial',
        payload: {
          type: 'journey.message',
          timestamp: '2026-03-10T12:00:00.000Z',
          data: {
            customer: { id: 'maya', first_name: 'Maya' },
            journey: { id: 'care', version: 1, node: 'tell' },
          },
        },
      },
      decision: { channel: 'webhook', url: 'https://warehouse.shop.example/hooks/perennial', template: '' },
    });
  });
});
