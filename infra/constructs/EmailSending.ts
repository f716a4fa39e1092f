/**
 * What mail leaves under: the identity SES verifies and the configuration set that tells what became of each message. Every
 * kind of event goes to one topic; opens and clicks are ours to follow, by links of our own.
 */
import { CfnOutput } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config/deploymentConfig.ts';

/** Not opens and clicks: SES would rewrite the links of every mail for them. */
const EVENTS = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.RENDERING_FAILURE,
];

export interface EmailSendingProps {
  readonly configurationSetName: string;
  readonly email: DeploymentConfig['email'];
  readonly events: ITopic;
}

/** What SES is to verify: the domain of the address or the address itself, then the further ones. None: no mail leaves. */
export function identitiesOf({ address, verify, identities }: DeploymentConfig['email']): readonly string[] {
  if (address === null) return [];
  const first = verify === 'domain' ? address.slice(address.lastIndexOf('@') + 1) : address;
  return [...new Set([first, ...identities])];
}

export class EmailSending extends Construct {
  constructor(scope: Construct, id: string, { configurationSetName, email, events }: EmailSendingProps) {
    super(scope, id);
    const set = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    const destination = set.addEventDestination('Events', {
      destination: EventDestination.snsTopic(events),
      events: EVENTS,
    });
    // SES publishes a test at once: the topic's policy must stand by then.
    destination.node.addDependency(events);
    for (const [n, name] of identitiesOf(email).entries())
      this.verify(name, n === 0 ? '' : `${n + 1}`, set, n === 0 ? email.returnPath : null);
  }

  private verify(name: string, suffix: string, set: ConfigurationSet, returnPath: string | null): void {
    const isAddress = name.includes('@');
    const identity = new EmailIdentity(this, `Identity${suffix}`, {
      identity: isAddress ? Identity.email(name) : Identity.domain(name),
      configurationSet: set,
      ...(returnPath === null ? {} : { mailFromDomain: returnPath }),
    });
    if (isAddress) return;
    for (const [n, record] of identity.dkimRecords.entries())
      new CfnOutput(this, `DkimRecord${suffix}${n + 1}`, { value: `${record.name} CNAME ${record.value}` });
  }
}
