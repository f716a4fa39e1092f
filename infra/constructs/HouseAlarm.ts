/** An alarm of the house: one data point above nothing raises it, silence is health, and the alarms' topic is told of both. */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface HouseAlarmProps {
  readonly alarmName: string;
  /** What it means, and what to do about it. */
  readonly description: string;
  readonly metric: Metric;
  readonly topic: ITopic;
  /** Raised from here on. Default: 1. */
  readonly threshold?: number;
  /** Of one data point. Default: 5. */
  readonly periodMinutes?: number;
  readonly statistic?: 'Maximum' | 'Sum';
}

export class HouseAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: HouseAlarmProps) {
    const {
      alarmName,
      description,
      metric,
      topic,
      threshold = 1,
      periodMinutes = 5,
      statistic = 'Sum',
    } = props;
    super(scope, id, {
      alarmName,
      alarmDescription: description,
      metric: metric.with({ period: Duration.minutes(periodMinutes), statistic }),
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(topic));
    this.addOkAction(new SnsAction(topic));
  }
}
