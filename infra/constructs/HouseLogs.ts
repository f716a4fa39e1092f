/** A log group as the house keeps it: encrypted, for so many days, gone with its stack. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface HouseLogsProps {
  readonly logGroupName: string;
  readonly encryptionKey: IKey;
  readonly retention: RetentionDays;
}

export class HouseLogs extends LogGroup {
  constructor(scope: Construct, id: string, props: HouseLogsProps) {
    super(scope, id, { ...props, removalPolicy: RemovalPolicy.DESTROY });
  }
}
