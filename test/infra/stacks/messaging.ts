import { describe, expect, it } from 'vitest';
import { FUNCTIONS, triggeredBy } from '../../../infra/functionTable.ts';
import { deployed, NOTHING } from '../support/deployed.ts';
import { statementsIn, textOf } from '../support/policies.ts';

const system = deployed();
const bare = deployed(NOTHING);
const queues = system.of('AWS::SQS::Queue');
const isDeadLetters = (name: unknown) => String(name).endsWith('-dead-letters');

function queueNamed(name: string) {
  const found = queues.find(({ properties }) => properties['QueueName'] === name);
  if (found === undefined) throw new Error(`there is no queue ${name}`);
  return found;
}

describe('queues', () => {
  it('are encrypted and refuse plain HTTP', () => {
    const guarded = system
      .of('AWS::SQS::QueuePolicy')
      .filter(({ properties }) =>
        statementsIn(properties['PolicyDocument']).some(
          ({ Effect, Condition }) =>
            Effect === 'Deny' && Condition['Bool']?.['aws:SecureTransport'] === 'false',
        ),
      )
      .flatMap(({ properties }) => textOf(properties['Queues']));
    for (const { id, properties } of queues) {
      expect(properties['SqsManagedSseEnabled']).toBe(true);
      expect(guarded).toContain(`<${id}>`);
    }
  });

  it('hold a message back for longer than any try takes', () => {
    for (const { name, trigger } of triggeredBy('queue')) {
      const kebab = { events: 'events', providerEvents: 'provider-events', inbound: 'inbound' }[
        trigger.queue
      ];
      const visibility = Number(queueNamed(`teahouse-${kebab}`).properties['VisibilityTimeout']);
      expect(visibility).toBeGreaterThanOrEqual(6 * FUNCTIONS[name].timeoutSeconds);
    }
  });

  it('lead to dead letters after five tries', () => {
    for (const { properties } of queues.filter((one) => !isDeadLetters(one.properties['QueueName'])))
      expect(properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
  });

  it('of dead letters have an alarm each', () => {
    const watched = system
      .of('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties['MetricName'] === 'ApproximateNumberOfMessagesVisible')
      .map(({ properties }) => textOf(properties['Dimensions']));
    const dead = queues.filter(({ properties }) => isDeadLetters(properties['QueueName']));
    expect(dead).toHaveLength(4);
    for (const { id } of dead) expect(watched.some((text) => text.includes(`${id}.QueueName`))).toBe(true);
  });
});

describe('alarms', () => {
  it('tell the topic, which tells the address', () => {
    for (const { properties } of system.of('AWS::CloudWatch::Alarm'))
      expect(textOf(properties['AlarmActions'])).toContain('Alarms');
    expect(
      system
        .of('AWS::SNS::Subscription')
        .map(({ properties }) => [properties['Protocol'], properties['Endpoint']]),
    ).toContainEqual(['email', 'ops@kettle.example']);
  });
});

describe('consumers of queues', () => {
  it('answer item by item', () => {
    const mappings = system.of('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(4);
    for (const { properties } of mappings)
      expect(properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });
});

describe('mail', () => {
  it('tells of everything but what readers do', () => {
    system.templates.messaging.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: [
          'send',
          'reject',
          'bounce',
          'complaint',
          'delivery',
          'deliveryDelay',
          'renderingFailure',
        ],
      },
    });
  });

  it('leaves under the domain of the address, and needs TLS', () => {
    system.templates.messaging.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'mail.kettle.example',
      MailFromAttributes: { MailFromDomain: 'bounce.mail.kettle.example' },
    });
    system.templates.messaging.hasResourceProperties('AWS::SES::ConfigurationSet', {
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
  });

  it('is received into the bucket where a domain is named', () => {
    expect(system.of('AWS::SES::ReceiptRule')).toHaveLength(1);
    expect(bare.of('AWS::SES::ReceiptRule')).toHaveLength(0);
  });
});

describe('without a word of configuration', () => {
  it('nothing can be sent', () => {
    expect(bare.of('AWS::SES::EmailIdentity')).toHaveLength(0);
    const policies = JSON.stringify(bare.of('AWS::IAM::Policy').map(({ properties }) => properties));
    expect(policies).not.toContain('ses:Send');
    expect(policies).not.toContain('sms-voice:');
  });
});

describe('logs', () => {
  it('are read for sending that was paused and records that were parked, where these come about', () => {
    const filters = system.of('AWS::Logs::MetricFilter').map(({ properties }) => properties);
    expect(filters.map(({ FilterPattern }) => FilterPattern)).toEqual(
      Array.from({ length: 4 }, () => ['{ $.alarm = "sending-paused" }', '{ $.parked > 0 }']).flat(),
    );
    const alarms = system.of('AWS::CloudWatch::Alarm').map(({ properties }) => properties['AlarmName']);
    expect(alarms).toContain('teahouse-sending-paused');
    expect(alarms).toContain('teahouse-parked');
  });
});
