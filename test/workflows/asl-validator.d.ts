declare module 'asl-validator' {
  interface Verdict {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  }
  /** Sets QueryLanguage on every state of what it is handed: hand it a copy. */
  export default function validate(definition: unknown): Verdict;
}
