/**
 * What makes an import impossible before its first row: a wrong option, a column that is not there, a file that is no
 * table. The person who typed the command can put it right, and the message says how; commands answer with exit code 2.
 */
export type ImportMisuseCode =
  | 'map-invalid'
  | 'map-unknown-field'
  | 'map-missing-field'
  | 'map-repeated'
  | 'column-not-found'
  | 'column-repeated'
  | 'consent-proof-missing'
  | 'country-unknown'
  | 'currency-invalid'
  | 'currency-differs'
  | 'date-format-unknown'
  | 'encoding-unknown'
  | 'file-not-found'
  | 'file-unreadable'
  | 'file-is-directory'
  | 'file-empty'
  | 'file-not-text'
  | 'file-not-rows'
  | 'reject-file-unwritable';

export class ImportMisuse extends Error {
  readonly code: ImportMisuseCode;
  constructor(code: ImportMisuseCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportMisuse';
    this.code = code;
  }
}
