/** The configuration set SMS leave under: what became of each is told to one topic. */
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface SmsSendingProps {
  readonly configurationSetName: string;
  readonly events: ITopic;
}

export class SmsSending extends Construct {
  constructor(scope: Construct, id: string, { configurationSetName, events }: SmsSendingProps) {
    super(scope, id);
    const set = new CfnConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName,
      eventDestinations: [
        {
          eventDestinationName: 'events',
          enabled: true,
          matchingEventTypes: ['TEXT_ALL'],
          snsDestination: { topicArn: events.topicArn },
        },
      ],
    });
    set.node.addDependency(events);
  }
}
