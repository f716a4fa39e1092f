/**
 * The seven faults and where they strike. A fault strikes a call: the n-th call of a world, or the n-th call of a site. Which
 * calls are struck is data, so that a failing world can be told again with fewer of them.
 */

export const FAULT_KINDS = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  F1: 'throttled',
  F2: 'failed with a 5xx',
  F3: 'timed out before it took effect',
  F4: 'took effect, and its reply was lost',
  F5: 'took effect in part',
  F6: 'never made: the worker crashed before it',
  F7: 'took effect, and the worker crashed before the reply',
};

/** Where a call is made: which kind of worker asks which operation of a port. */
export interface Site {
  readonly role: string;
  readonly operation: string;
}

export function siteName({ role, operation }: Site): string {
  return `${role}:${operation}`;
}

export interface PlannedFault {
  readonly site: string;
  /** The how-manieth call of that site, from 0. */
  readonly occurrence: number;
  readonly kind: FaultKind;
}

/** Says of each call whether a fault strikes it. */
export type FaultPlan = (site: Site, occurrence: number) => FaultKind | null;

export const NO_FAULTS: FaultPlan = () => null;

export function plannedFaults(faults: readonly PlannedFault[]): FaultPlan {
  const byCall = new Map(faults.map((fault) => [`${fault.site} ${fault.occurrence}`, fault.kind]));
  return (site, occurrence) => byCall.get(`${siteName(site)} ${occurrence}`) ?? null;
}

/** What a struck call throws at whoever made it: an error like those of a client whose service misbehaves. */
export class InjectedFault extends Error {
  readonly code: string;
  constructor(kind: FaultKind, site: Site) {
    super(`${siteName(site)} ${FAULT_WORDS[kind]}`);
    this.name = 'InjectedFault';
    this.code = `injected-${kind}`;
  }
}
