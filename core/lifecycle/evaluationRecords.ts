/** What an evaluation leaves behind, and what it keeps between its tasks. */
import type { CustomerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Stage } from './lifecycle.ts';
import type { ShopModel } from './model.ts';
import type { OwnMargins } from './marginFound.ts';
import type { SegmentSummary } from './segmentSummary.ts';

/** Working state between the tasks of one evaluation, by run and segment: blobs, never in the tables. */
export interface EvaluationScratch {
  put(run: string, segment: number, summary: SegmentSummary): Promise<void>;
  /** Every segment's summary of a run, in segment order. */
  all(run: string): Promise<SegmentSummary[]>;
  /** The model this run maps with, once fitted; null where the run does not fit. */
  putModel(run: string, model: ShopModel): Promise<void>;
  model(run: string): Promise<ShopModel | null>;
  /** Ids of a segment's people on their way into a stage; only ids. Again for the same segment and stage takes its place. */
  putEntering(run: string, segment: number, stage: Stage, ids: readonly CustomerId[]): Promise<void>;
  /** As they were put; empty where none were. */
  entering(run: string, segment: number, stage: Stage): Promise<readonly CustomerId[]>;
  /** Own margins of a segment's people, as the run counted them. Again for the same segment takes its place. */
  putMargins(run: string, segment: number, margins: OwnMargins): Promise<void>;
  /** Null where the run counted none. */
  margins(run: string, segment: number): Promise<OwnMargins | null>;
  drop(run: string): Promise<void>;
}

export interface EvaluationRun {
  readonly at: Instant;
  /** Ran on the day it is for: only such a series is continued night by night, a look at the past is not. */
  readonly current: boolean;
  readonly modelVersion: number;
  readonly summary: EvaluationSummary;
}

export interface EvaluationSummary {
  readonly customers: number;
  readonly stages: Readonly<Record<Stage, number>>;
  readonly grades: Readonly<Record<'A' | 'B' | 'C', number>>;
}
