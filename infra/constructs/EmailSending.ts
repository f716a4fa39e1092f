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

/** What SES is to verify: the domain of the address or the address itself. */
export function identityOf({ address, verify }: DeploymentConfig['email']): string | null {
  return verify === 'domain' && address !== null ? address.slice(address.lastIndexOf('@') + 1) : address;
}

export class EmailSending extends Construct {
  constructor(scope: Construct, id: string, { configurationSetName, email, events }: EmailSendingProps) {
    super(scope, id);
    const set = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    set.addEventDestination('Events', { destination: EventDestination.snsTopic(events), events: EVENTS });
    const name = identityOf(email);
    if (name === null) return;
    const identity = new EmailIdentity(this, 'Identity', {
      identity: email.verify === 'domain' ? Identity.domain(name) : Identity.email(name),
      configurationSet: set,
      ...(email.returnPath === null ? {} : { mailFromDomain: email.returnPath }),
    });
    if (email.verify !== 'domain') return;
    for (const [n, record] of identity.dkimRecords.entries())
      new CfnOutput(this, `DkimRecord${n + 1}`, { value: `${record.name} CNAME ${record.value}` });
  }
}
