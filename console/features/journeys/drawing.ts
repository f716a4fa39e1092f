/** What a drawn journey consists of, and how large its pieces are, in units of the drawing. */
import type { Step, Way } from './stepsOf.ts';

export const STEP_WIDTH = 146;
export const STEP_HEIGHT = 28;
export const DOT_SIZE = 10;
export const LANE_WIDTH = 26;
export const BETWEEN = 14;
export const GAP = 20;
export const WAIT_GAP = 46;
export const LABEL_HEIGHT = 30;
export const MARGIN = 6;

export interface Box {
  readonly step: Step;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly way: Way;
  /** Points the way leads through, top to bottom; two or more. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** A wait written into the gap above the step it delays: once, however many ways lead into it. */
export interface WaitLabel {
  readonly waits: Way['waits'];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  /** Ways that lead back up: from the left side of a step to that of an earlier one. */
  readonly backs: readonly Line[];
  readonly labels: readonly WaitLabel[];
}
