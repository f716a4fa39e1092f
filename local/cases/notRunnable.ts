/** A case that cannot be run as it is written: what is given contradicts itself, or the journeys. */
export class CaseNotRunnable extends Error {
  readonly code = 'case-not-runnable';
  /** The field of the case at fault. */
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.name = 'CaseNotRunnable';
    this.field = field;
  }
}
