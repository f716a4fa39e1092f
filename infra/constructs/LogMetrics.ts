/**
 * What a function says in its log that somebody should hear of, counted: sending that the reputation guard paused, records that
 * were parked after their last attempt. Functions in several stacks feed the same two figures.
 */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, type JsonPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HouseAlarm } from './HouseAlarm.ts';

interface Told {
  readonly pattern: JsonPattern;
  readonly value: string;
  readonly description: string;
}

const TOLD = {
  SendingPaused: {
    pattern: FilterPattern.stringValue('$.alarm', '=', 'sending-paused'),
    value: '1',
    description:
      'Complaints or hard bounces came near the limit and sending is paused: perennial deliverability says why, perennial sending resume goes on',
  },
  Parked: {
    pattern: FilterPattern.numberValue('$.parked', '>', 0),
    value: '$.parked',
    description:
      'Records failed five times and wait for somebody: perennial parked lists them with their error and takes them up again',
  },
} as const satisfies Readonly<Record<string, Told>>;

function namespaceOf(deployment: string): string {
  return `Perennial/${deployment}`;
}

export interface LogMetricsProps {
  readonly deployment: string;
  readonly logGroup: ILogGroup;
}

/** Reads one function's log. */
export class LogMetrics extends Construct {
  constructor(scope: Construct, id: string, { deployment, logGroup }: LogMetricsProps) {
    super(scope, id);
    for (const [metricName, { pattern, value }] of Object.entries(TOLD))
      new MetricFilter(this, metricName, {
        logGroup,
        metricNamespace: namespaceOf(deployment),
        metricName,
        filterPattern: pattern,
        metricValue: value,
      });
  }
}

/** Alarms on what all the logs said. */
export class LogAlarms extends Construct {
  constructor(scope: Construct, id: string, { deployment, topic }: { deployment: string; topic: ITopic }) {
    super(scope, id);
    for (const [metricName, { description }] of Object.entries(TOLD))
      new HouseAlarm(this, metricName, {
        alarmName: `${deployment}-${metricName === 'Parked' ? 'parked' : 'sending-paused'}`,
        description,
        metric: new Metric({ namespace: namespaceOf(deployment), metricName }),
        topic,
      });
  }
}
