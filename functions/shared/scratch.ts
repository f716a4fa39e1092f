/** The scratch of evaluations that run in one process. */
import type { CustomerId } from '../../core/ids.ts';
import type { OwnMargins } from '../../core/lifecycle/marginFound.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import type { SegmentSummary } from '../../core/lifecycle/segmentSummary.ts';
import type { EvaluationScratch } from '../../core/ports.ts';

export function memoryScratch(): EvaluationScratch {
  const summaries = new Map<string, Map<number, SegmentSummary>>();
  const models = new Map<string, ShopModel>();
  const entering = new Map<string, Map<string, readonly CustomerId[]>>();
  const margins = new Map<string, Map<number, OwnMargins>>();
  return {
    put: async (run, segment, summary) => {
      const ofRun = summaries.get(run) ?? new Map<number, SegmentSummary>();
      summaries.set(run, ofRun.set(segment, summary));
    },
    all: async (run) =>
      [...(summaries.get(run) ?? new Map<number, SegmentSummary>())]
        .sort(([a], [b]) => a - b)
        .map(([, summary]) => summary),
    putModel: async (run, model) => {
      models.set(run, model);
      summaries.delete(run);
    },
    model: async (run) => models.get(run) ?? null,
    putEntering: async (run, segment, stage, ids) => {
      const ofRun = entering.get(run) ?? new Map<string, readonly CustomerId[]>();
      entering.set(run, ofRun.set(`${segment}/${stage}`, ids));
    },
    entering: async (run, segment, stage) => entering.get(run)?.get(`${segment}/${stage}`) ?? [],
    putMargins: async (run, segment, ofSegment) => {
      margins.set(run, (margins.get(run) ?? new Map<number, OwnMargins>()).set(segment, ofSegment));
    },
    margins: async (run, segment) => margins.get(run)?.get(segment) ?? null,
    drop: async (run) => {
      margins.delete(run);
      summaries.delete(run);
      models.delete(run);
      entering.delete(run);
    },
  };
}
