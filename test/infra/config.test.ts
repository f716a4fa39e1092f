import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../core/settings/settings.ts';
import { settingsBeside } from '../../functions/shared/deploymentSettings.ts';
import { checkDeploymentConfig, DeploymentConfigInvalid } from '../../infra/config/deploymentConfig.ts';
import { readConfig } from '../../infra/config/readConfig.ts';
import { settingsDocument } from '../../infra/config/settingsDocument.ts';
import example from '../../perennial.config.example.ts';
import { tempDir } from '../support/tempDir.ts';

const FOLDER = tempDir();

const check = (written: unknown) => checkDeploymentConfig(written, 'the test');

function problemsOf(written: unknown): string {
  try {
    check(written);
    return '';
  } catch (failure) {
    if (!(failure instanceof DeploymentConfigInvalid)) throw failure;
    return failure.message;
  }
}

describe('a configuration', () => {
  it('may be empty', () => {
    expect(check({})).toMatchObject({
      name: 'perennial',
      zone: 'UTC',
      retention: { logDays: 30, keepData: true },
    });
  });

  it('is as its example', () => {
    expect(check(example).email).toMatchObject({ address: 'hello@mail.kettle.example', verify: 'domain' });
  });

  it.each([
    [{ name: 'My Shop' }, 'name: use 2 to 20 small letters'],
    [{ region: 'Frankfurt' }, 'region: use a region such as eu-central-1'],
    [{ zone: 'Berlin' }, 'zone: use an IANA zone such as Europe/Berlin'],
    [{ email: { address: 'hello' } }, 'email.address: use an address such as hello@shop.example'],
    [{ email: { returnPath: 'https://x' } }, 'email.returnPath: use a domain name'],
    [{ email: { address: 'hello@shop.example' } }, 'brand.postalAddress: mail is sent, and law asks'],
    [{ sms: { originationArn: '+4912345' } }, 'sms.originationArn: use the ARN of a phone number'],
    [{ pages: { domain: 'my.shop.example' } }, 'pages.certificateArn: a domain needs its certificate'],
    [{ topics: { 'New Teas': {} } }, 'topics.New Teas'],
    [{ retention: { logDays: 31 } }, 'retention.logDays: use one of 1, 3, 5'],
    [{ alarmsEmail: 'me' }, 'alarmsEmail: use an address'],
    [{ colour: 'red' }, 'colour'],
  ])('%j is refused with its field and remedy', (written, words) => {
    const problems = problemsOf(written);
    expect(problems).toContain(words);
    expect(problems).toContain('docs/deploy.md');
  });
});

describe('reading it', () => {
  const nothingSaid = () => undefined;
  const empty = () => mkdtempSync(join(FOLDER, 'config-'));

  it('needs no file', async () => {
    expect((await readConfig(empty(), nothingSaid)).name).toBe('perennial');
  });

  it('takes the file, and over it what the context says', async () => {
    const folder = empty();
    const written = { brand: { name: 'From the file', currency: 'EUR' }, zone: 'Asia/Shanghai' };
    writeFileSync(join(folder, 'perennial.config.ts'), `export default ${JSON.stringify(written)};`);
    const context: Record<string, unknown> = {
      'brand.name': 'Said',
      'email.address': 'hello@shop.example',
      'brand.postalAddress': '1 Street',
      'retention.keepData': 'false',
      region: 'eu-west-1',
    };
    expect(await readConfig(folder, (key) => context[key])).toMatchObject({
      brand: { name: 'Said', currency: 'EUR' },
      zone: 'Asia/Shanghai',
      email: { address: 'hello@shop.example' },
      retention: { keepData: false },
      region: 'eu-west-1',
    });
  });

  it('says of a file without a configuration how one ends', async () => {
    const folder = empty();
    writeFileSync(join(folder, 'perennial.config.ts'), 'export const brand = {};');
    await expect(readConfig(folder, nothingSaid)).rejects.toThrow('perennial.config.example.ts');
  });
});

/** As a function reads them at its cold start. */
function settingsOf(written: unknown): Settings {
  const folder = mkdtempSync(join(FOLDER, 'settings-'));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settingsDocument(check(written))));
  return settingsBeside(folder, { AWS_REGION: 'eu-central-1', PAGES_URL: 'https://a1.execute-api.example' });
}

describe('the settings a deployment begins with', () => {
  it.each([
    ['of nothing', {}],
    ['of the example', example],
  ])('%s are settings', (_, written) => {
    expect(() => settingsOf(written)).not.toThrow();
  });

  it('say who sends, how, and about what', () => {
    const settings = settingsOf(example);
    expect(settings.shop).toMatchObject({ name: 'Kettle & Leaf', zone: 'Europe/Berlin', currency: 'EUR' });
    expect(settings.senders['default']).toMatchObject({
      name: 'Kettle & Leaf',
      email: 'hello@mail.kettle.example',
    });
    expect(settings.delivery).toMatchObject({ email: 'ses', sms: 'mailbox', region: 'eu-central-1' });
    expect(Object.keys(settings.messages.topics)).toEqual(['newsletter', 'offers', 'service', 'tastings']);
  });

  it('let nothing leave before there is a sender', () => {
    const { delivery } = settingsOf({});
    expect(delivery).toMatchObject({ email: 'mailbox', sms: 'mailbox' });
  });
});
