/** The lift of two files, one of everybody treated and one of everybody held back. */
import { compareMeans } from '../../core/experiment/compareMeans.ts';
import { compareShares } from '../../core/experiment/compareShares.ts';
import { cuped } from '../../core/experiment/cuped.ts';
import { type Arms, type Conversions, isSparse } from '../../core/experiment/interval.ts';
import { type LiftPlan, type LiftReport, liftReport } from '../../core/experiment/liftReport.ts';
import { momentsOf } from '../../core/experiment/moments.ts';
import type { ArmRequest } from './armColumns.ts';
import { type ArmFile, type ArmReading, readArm } from './readArm.ts';

export interface LiftOfFiles {
  readonly kind: 'compared';
  readonly report: LiftReport;
  /** Customers that stand in both files: they were treated and not. */
  readonly inBoth: number;
  readonly emptyCells: number;
}

function conversions({ values }: ArmFile): Conversions {
  return { converted: values.post.reduce((sum, one) => sum + one, 0), people: values.post.length };
}

function inBoth({ treated, control }: Arms<ArmFile>): number {
  return [...treated.customers].filter((customer) => control.customers.has(customer)).length;
}

function compared(arms: Arms<ArmFile>, request: ArmRequest, plan: LiftPlan): LiftReport {
  const { treated, control } = arms;
  const adjusted = request.pre === null ? null : cuped({ treated: treated.values, control: control.values });
  if (treated.metric === 'conversion') {
    const shares = { treated: conversions(treated), control: conversions(control) };
    return liftReport('conversion', compareShares(shares), plan, isSparse(shares) ? null : adjusted);
  }
  const means = { treated: momentsOf(treated.values.post), control: momentsOf(control.values.post) };
  return liftReport('mean', compareMeans(means), plan, adjusted);
}

/** The control's file is read as the treated's turned out to be. */
export async function liftOfFiles(
  files: Arms<string>,
  request: ArmRequest,
  plan: LiftPlan,
): Promise<LiftOfFiles | Exclude<ArmReading, ArmFile>> {
  const treated = await readArm(files.treated, request);
  if (treated.kind === 'unreadable') return treated;
  const control = await readArm(files.control, { ...request, metric: treated.metric });
  if (control.kind === 'unreadable') return control;
  const arms = { treated, control };
  return {
    kind: 'compared',
    report: compared(arms, request, plan),
    inBoth: inBoth(arms),
    emptyCells: treated.emptyCells + control.emptyCells,
  };
}
