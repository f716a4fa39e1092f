/** Journeys as the management API answers them: the definition a person entered by, with every default filled in. */
import type { LocalisedText } from './localisedText.ts';

export interface JourneyRange {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

interface JourneyComparison extends JourneyRange {
  readonly equals?: string | number | boolean | undefined;
  readonly in?: readonly (string | number)[] | undefined;
  readonly exists?: boolean | undefined;
}

/** What a branch, a filter or an exit asks of a person. */
export type JourneyCondition =
  | { readonly all: readonly JourneyCondition[] }
  | { readonly any: readonly JourneyCondition[] }
  | { readonly not: JourneyCondition }
  | { readonly stage: readonly string[] }
  | { readonly grade: readonly string[] }
  | { readonly group: readonly string[] }
  | { readonly orders: JourneyRange }
  | { readonly spendMinor: JourneyRange }
  | { readonly daysSinceLastOrder: JourneyRange }
  | { readonly verdict: readonly string[] }
  | { readonly loss: readonly string[] }
  | { readonly winBackArm: readonly string[] }
  | ({ readonly trait: string } & JourneyComparison)
  | ({ readonly property: string } & JourneyComparison)
  /** `within` is a duration as `5d`, or `this-journey`. */
  | { readonly happened: readonly string[]; readonly within: string; readonly atLeast: number }
  | { readonly reachable: string }
  /** Codes as `zh`. */
  | { readonly language: readonly string[] }
  | { readonly arm: { readonly node: string; readonly is: string } }
  | { readonly segment: string };

/** A time of day, on every day or on some weekdays. */
export interface JourneyTime {
  readonly time: string;
  readonly weekdays?: readonly string[] | undefined;
}

/** A date of the person's, of the event that let them in, or of the calendar; `offset` in days as `-5d`. */
export interface JourneyDate {
  readonly trait?: string | undefined;
  readonly property?: string | undefined;
  readonly festival?: string | undefined;
  readonly yearly: boolean;
  readonly offset: string;
  readonly at: string;
}

/** So many days of the rhythm in which the shop's customers, or this one, come back. */
export interface JourneyGap {
  readonly of: 'shop' | 'customer';
  readonly quantile: string;
  readonly from: 'last-order' | 'now';
  readonly times: number;
  readonly offset: string;
  readonly atLeast?: string | undefined;
  readonly atMost?: string | undefined;
}

/** Of `for`, `until` and `gap` there is exactly one. */
export interface JourneyWait {
  readonly type: 'wait';
  readonly for?: string | undefined;
  readonly until?: 'best-hour' | JourneyTime | JourneyDate | undefined;
  readonly gap?: JourneyGap | undefined;
  readonly next: string;
  /** Where people go on whose date is not known. */
  readonly missing?: string | undefined;
}

export type JourneyNode =
  | {
      readonly type: 'send';
      readonly channel: 'email' | 'sms' | 'webhook';
      /** Of email and SMS. */
      readonly template?: string | undefined;
      /** Of a webhook. */
      readonly url?: string | undefined;
      readonly next: string;
    }
  | JourneyWait
  | {
      readonly type: 'wait-for';
      readonly event: readonly string[];
      readonly key?: string | undefined;
      readonly where?: JourneyCondition | undefined;
      readonly timeout: string;
      readonly next: string;
      readonly onTimeout: string;
    }
  | {
      readonly type: 'branch';
      readonly cases: readonly { readonly when: JourneyCondition; readonly next: string }[];
      readonly otherwise: string;
    }
  | {
      readonly type: 'experiment';
      readonly arms: readonly { readonly id: string; readonly share: number; readonly next: string }[];
    }
  | { readonly type: 'holdout'; readonly share: number; readonly next: string }
  | {
      readonly type: 'update';
      readonly set: Readonly<Record<string, string | number | boolean | null>>;
      readonly next: string;
    }
  | { readonly type: 'start'; readonly journey: string; readonly next: string }
  | {
      readonly type: 'offer';
      readonly offer?: string | undefined;
      readonly ladder?: string | undefined;
      readonly next: string;
      readonly otherwise: string;
    }
  | {
      readonly type: 'points';
      readonly points?: number | undefined;
      readonly rule?: string | undefined;
      readonly next: string;
      readonly otherwise?: string | undefined;
    }
  | { readonly type: 'recommend'; readonly count: number; readonly next: string; readonly otherwise: string }
  | {
      readonly type: 'survey';
      readonly question: LocalisedText;
      readonly timeout: string;
      readonly answers: readonly {
        readonly min?: number | undefined;
        readonly max?: number | undefined;
        readonly is?: readonly string[] | undefined;
        readonly next: string;
      }[];
      readonly next: string;
      readonly onTimeout: string;
    }
  | { readonly type: 'task'; readonly subject: LocalisedText; readonly next: string }
  | { readonly type: 'campaign'; readonly campaign: string; readonly next: string }
  | { readonly type: 'jump'; readonly to: string; readonly times: number; readonly next: string }
  | { readonly type: 'exit'; readonly reason: string }
  | { readonly type: 'end' };

interface StageTrigger {
  readonly on: 'stage';
  readonly to?: readonly string[] | undefined;
  readonly from?: readonly string[] | undefined;
}

interface SegmentTrigger {
  readonly on: 'segment';
  readonly segment: string;
  readonly change: 'entered' | 'left';
}

interface EventTrigger {
  readonly on: 'event';
  readonly event: string;
  readonly key?: string | undefined;
  readonly where?: JourneyCondition | undefined;
}

interface ScheduleTrigger extends JourneyTime {
  readonly on: 'schedule';
  readonly monthDays?: readonly number[] | undefined;
  readonly spread?: string | undefined;
}

interface DateTrigger extends JourneyDate {
  readonly on: 'date';
}

interface ApiTrigger {
  readonly on: 'api';
  readonly key?: string | undefined;
}

/** By the campaign the journey is. */
interface CampaignTrigger {
  readonly on: 'campaign';
}

export type JourneyEntry = (
  | StageTrigger
  | SegmentTrigger
  | EventTrigger
  | ScheduleTrigger
  | DateTrigger
  | ApiTrigger
  | CampaignTrigger
) & {
  readonly where?: JourneyCondition | undefined;
};

export type JourneyExit =
  | StageTrigger
  | SegmentTrigger
  | EventTrigger
  | { readonly on: 'condition'; readonly when: JourneyCondition };

export interface JourneyDefinition {
  readonly entry: readonly JourneyEntry[];
  readonly exits: readonly JourneyExit[];
  readonly goal?: JourneyExit | undefined;
  readonly reentry: 'never' | 'always' | { readonly after: string } | { readonly times: number };
}

export interface JourneyView {
  readonly id: string;
  readonly version: number;
  readonly name: LocalisedText;
  readonly topic: string;
  readonly class: string;
  readonly definition: JourneyDefinition;
  readonly nodes: Readonly<Record<string, JourneyNode>>;
  readonly start: string;
  /** People with an active enrolment. */
  readonly inside: number;
  readonly byNode: Readonly<Record<string, number>>;
}
