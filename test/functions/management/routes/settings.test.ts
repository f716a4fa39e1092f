import { beforeEach, describe, expect, it } from 'vitest';
import type { Container } from '../../../../functions/shared/container.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { call, post } from '../call.ts';

let container: Container;

beforeEach(() => {
  ({ container } = aContainer());
});

function put(source: unknown, headers: Record<string, string> = {}) {
  const body = typeof source === 'string' ? source : JSON.stringify(source);
  return call<Record<string, unknown>>(container, '/v1/settings', { method: 'PUT', body, headers });
}

describe('PUT /v1/settings', () => {
  it.each([
    ['a JSON document', { seed: 7 }],
    ['YAML', 'seed: 7 # drawn anew\n'],
    ['YAML as the source of a document', { source: 'seed: 7\n' }],
  ])('takes %s, and the next wave works by it', async (_, document) => {
    expect(await put(document)).toMatchObject({ status: 200, body: { version: 2, changed: true } });
    expect(container.settings.seed).toBe(7);
    const { step, send } = await container.waveDeps(() => true);
    expect([step.settings.seed, step.settingsVersion, send.settings.seed]).toEqual([7, 2, 7]);
  });

  it('is seen by every other process before its next wave', async () => {
    const other = aContainer({ store: container.store }).container;
    await put({ seed: 7 });
    expect(other.settings.seed).toBe(1);
    expect((await other.waveDeps(() => true)).step.settings.seed).toBe(7);
    expect(other.settingsVersion).toBe(2);
  });

  it('leaves the version where nothing changes', async () => {
    expect((await put({})).body).toMatchObject({ version: 1, changed: false });
    await put({ seed: 7 });
    expect((await put({ seed: 7, shop: {} })).body).toMatchObject({ version: 2, changed: false });
    expect((await put({})).body).toMatchObject({ version: 3, changed: true });
  });

  it('refuses a document that cannot be used, naming every field and line, and writes nothing', async () => {
    const { status, body } = await put('seed: 7\nguard:\n  minSends: 0\nshop:\n  zone: Mars\n');
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'settings-invalid',
      problems: [
        { path: 'shop.zone', line: 5, severity: 'error' },
        { path: 'guard.minSends', line: 3, severity: 'error' },
      ],
    });
    expect(container.settings.seed).toBe(1);
  });

  it('refuses to write over a version that was not read', async () => {
    await put({ seed: 7 });
    const stale = await put({ seed: 8 }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 409, body: { code: 'settings-moved' } });
    expect(container.settings.seed).toBe(7);
    expect((await put({ seed: 8 }, { 'if-match': '2' })).body).toMatchObject({ version: 3 });
  });

  it('of two at once that rest on the same version lets one through', async () => {
    const both = await Promise.all([7, 8].map((seed) => put({ seed }, { 'if-match': '1' })));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });

  it('writes the file as it came, comments and all, before it counts', async () => {
    const written: string[] = [];
    container = aContainer({ writeSettings: async (text) => void written.push(text) }).container;
    await put('# ours\nseed: 7\n');
    expect(written).toEqual(['# ours\nseed: 7\n']);
  });

  it('changes nothing where the file cannot be written', async () => {
    const writeSettings = () => Promise.reject(new Error('the disk is full'));
    container = aContainer({ writeSettings }).container;
    expect((await put({ seed: 7 })).status).toBe(500);
    expect((await call(container, '/v1/settings')).body).toMatchObject({ version: 1, settings: { seed: 1 } });
  });
});

describe('PUT /v1/settings by two processes at once', () => {
  /** Another process puts its own between what this one read and what it writes. */
  function overtaken() {
    const { store } = container;
    const other = aContainer({ store: { ...store } }).container;
    const replace = store.replaceValue.bind(store);
    store.replaceValue = async (name, expected, json) => {
      store.replaceValue = replace;
      await call(other, '/v1/settings', { method: 'PUT', body: JSON.stringify({ seed: 9 }) });
      return replace(name, expected, json);
    };
  }

  it('refuses the later one where it rests on a version', async () => {
    overtaken();
    const { status, body } = await put({ seed: 7 }, { 'if-match': '1' });
    expect([status, body['code']]).toEqual([409, 'settings-moved']);
    await container.inForce();
    expect([container.settings.seed, container.settingsVersion]).toEqual([9, 2]);
  });

  it('has the later one go on from the earlier where it does not', async () => {
    overtaken();
    expect((await put({ seed: 7 })).body).toMatchObject({ version: 3, changed: true });
    expect(container.settings.seed).toBe(7);
  });
});

describe('POST /v1/settings/validate', () => {
  it('says what is wrong, and uses nothing', async () => {
    const { body } = await post(container, '/v1/settings/validate', { source: 'shop: { colour: red }\n' });
    expect(body).toMatchObject({ valid: false, problems: [{ path: 'shop.colour', line: 1 }] });
  });

  it('warns of what does nothing', async () => {
    const source = 'messages:\n  budgets:\n    - { id: sms, journey: gone, limitUsdCents: 5 }\n';
    const { body } = await post(container, '/v1/settings/validate', { source });
    expect(body).toMatchObject({
      valid: true,
      problems: [{ path: 'messages.budgets.0.journey', severity: 'warning', line: 3 }],
    });
  });

  it('refuses a document longer than any that says something', async () => {
    const { body } = await post(container, '/v1/settings/validate', `# ${'x'.repeat(300_000)}`);
    expect(body).toMatchObject({ valid: false, problems: [{ path: '(whole file)' }] });
  });
});
