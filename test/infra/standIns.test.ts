import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '../../infra/standIns/environmentCredentials.ts';
import { EventStreamSerde, eventStreamSerdeProvider } from '../../infra/standIns/noEventStreams.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('credentials of a function', () => {
  it('are those of its environment, asked for each time', async () => {
    const credentials = defaultProvider();
    for (const id of ['first', 'second']) {
      vi.stubEnv('AWS_ACCESS_KEY_ID', id);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      vi.stubEnv('AWS_SESSION_TOKEN', 'token');
      expect(await credentials()).toEqual({
        accessKeyId: id,
        secretAccessKey: 'secret',
        sessionToken: 'token',
      });
    }
  });

  it('are missing elsewhere, which is said', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    await expect(defaultProvider()()).rejects.toThrow('is this running in Lambda?');
  });
});

describe('streams of events', () => {
  it('are left out, which is said', () => {
    expect(() => EventStreamSerde()).toThrow('left out of the bundles');
    expect(() => eventStreamSerdeProvider()).toThrow('left out of the bundles');
  });
});
