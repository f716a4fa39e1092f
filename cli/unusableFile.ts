/** A file the user named and that cannot be used: misuse, with the lines at fault, whichever reader noticed. */
import { ImportMisuse } from '../core/customer/import/importMisuse.ts';
import { TableMisuse } from '../local/tables/tableMisuse.ts';
import { misuse } from './failure.ts';

/** Runs a reading of the file behind an option. Throws `Failure` of misuse (exit 2) for what the user can put right. */
export async function usingFile<Result>(field: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TableMisuse) {
      const { message, remedy, problems } = error;
      throw misuse(message, { field, remedy, ...(problems.length > 1 ? { problems } : {}) });
    }
    if (error instanceof ImportMisuse)
      throw misuse(/[.?!]$/.test(error.message) ? error.message : `${error.message}.`, { field });
    throw error;
  }
}
