import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../core/settings/settings.ts';
import { awsEnvironment } from '../../../functions/shared/awsEnvironment.ts';
import { asDeployed, settingsBeside } from '../../../functions/shared/deploymentSettings.ts';
import { tempDir } from '../../support/tempDir.ts';

const AROUND = { AWS_REGION: 'eu-central-1', PAGES_URL: 'https://pages.shop.example' };

function beside(text: string): string {
  const folder = tempDir();
  writeFileSync(join(folder, 'settings.json'), text);
  return folder;
}

describe('the settings of a deployment', () => {
  it('lie beside the code, and are the defaults where nothing does', () => {
    expect(settingsBeside(tempDir(), AROUND)).toEqual(DEFAULT_SETTINGS);
    expect(settingsBeside(beside('{"shop":{"name":"Leaf"}}'), AROUND).shop).toEqual({
      ...DEFAULT_SETTINGS.shop,
      name: 'Leaf',
    });
  });

  it('are complete: what only the stacks know is filled in where they leave it open', () => {
    const filled = settingsBeside(beside('{}'), AROUND);
    expect([filled.delivery.region, filled.pages.url]).toEqual([
      'eu-central-1',
      'https://pages.shop.example',
    ]);
    const own = '{"delivery":{"region":"us-east-1"},"pages":{"url":"https://me.shop.example"}}';
    const kept = settingsBeside(beside(own), AROUND);
    expect([kept.delivery.region, kept.pages.url]).toEqual(['us-east-1', 'https://me.shop.example']);
  });

  it('that are none stop the function at its start', () => {
    expect(() => settingsBeside(beside('{"shop":{"nmae":"Leaf"}}'), AROUND)).toThrow('nmae');
  });

  it('are filled in with the configuration sets of the deployment, not written over', () => {
    const environment = awsEnvironment(
      {},
      { AWS_REGION: 'r', CONFIGURATION_SET: 'mails', SMS_CONFIGURATION_SET: 'sms' },
    );
    const own: Settings = {
      ...DEFAULT_SETTINGS,
      delivery: { ...DEFAULT_SETTINGS.delivery, sesConfigurationSet: 'mine' },
    };
    const deployed = asDeployed(environment);
    expect(deployed(DEFAULT_SETTINGS).delivery).toMatchObject({
      sesConfigurationSet: 'mails',
      smsConfigurationSet: 'sms',
    });
    expect(deployed(own).delivery.sesConfigurationSet).toBe('mine');
    expect(deployed(own)).toBe(deployed(own));
  });
});
