import { describe, expect, it } from 'vitest';
import { awsEnvironment, EnvironmentIncomplete } from '../../../functions/shared/awsEnvironment.ts';

const TABLES = { TABLE_PEOPLE: 'p', TABLE_FACTS: 'f', TABLE_WORK: 'w', TABLE_CONFIG: 'c' };
const EVERYTHING = {
  AWS_REGION: 'eu-central-1',
  ...TABLES,
  BUCKET: 'b',
  EVENTS_QUEUE_URL: 'https://sqs/events',
  STATE_MACHINE_IMPORT: 'arn:i',
  STATE_MACHINE_LIFECYCLE_EVALUATION: 'arn:l',
  STATE_MACHINE_ERASE_CUSTOMER: 'arn:e',
  STATE_MACHINE_CAMPAIGN_LAUNCH: 'arn:c',
  USER_POOL_ID: 'pool',
  USER_POOL_CLIENT_ID: 'client',
  PAGES_URL: 'https://pages.shop.example',
};
const NEEDS = {
  tables: { config: ['read'] },
  bucket: { 'mail/': ['read'] },
  sendsTo: ['events'],
  starts: ['import', 'lifecycle-evaluation', 'erase-customer', 'campaign-launch'],
  email: true,
  verifiesTokens: true,
} as const;

describe('the environment of a function', () => {
  it('is read as its needs have it', () => {
    expect(awsEnvironment(NEEDS, EVERYTHING)).toEqual({
      region: 'eu-central-1',
      tables: { people: 'p', facts: 'f', work: 'w', config: 'c' },
      bucket: 'b',
      eventsQueueUrl: 'https://sqs/events',
      machines: {
        import: 'arn:i',
        'lifecycle-evaluation': 'arn:l',
        'erase-customer': 'arn:e',
        'campaign-launch': 'arn:c',
      },
      userPool: { id: 'pool', clientId: 'client' },
      pagesUrl: 'https://pages.shop.example',
      sesConfigurationSet: null,
      smsConfigurationSet: null,
      endpoint: undefined,
      s3Endpoint: undefined,
    });
  });

  it.each(Object.keys(EVERYTHING))('that lacks %s is refused by its name', (name) => {
    for (const value of [undefined, '']) {
      const failure = (() => {
        try {
          return awsEnvironment(NEEDS, { ...EVERYTHING, [name]: value });
        } catch (caught) {
          return caught;
        }
      })();
      expect(failure).toBeInstanceOf(EnvironmentIncomplete);
      expect(failure).toMatchObject({ code: 'environment-incomplete' });
      expect(String(failure)).toContain(name);
    }
  });

  it('is asked for no more than is needed', () => {
    const { tables, bucket } = awsEnvironment(
      { tables: { config: ['read'] } },
      { AWS_REGION: 'r', ...TABLES },
    );
    expect([tables?.people, bucket]).toEqual(['p', null]);
  });

  it('that says what cannot be is refused', () => {
    expect(() => awsEnvironment(NEEDS, { ...EVERYTHING, PAGES_URL: 'pages' })).toThrow('PAGES_URL');
  });
});
