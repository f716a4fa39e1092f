/** What is wrong with a file of a group, as a failure that names its lines. */
import type { ArmFile, ArmReading } from '../local/experiment/readArm.ts';
import { type Failure, misuse } from './failure.ts';

export function unreadable({ detail, field, remedy, faults }: Exclude<ArmReading, ArmFile>): Failure {
  const problems = faults.map(({ line, field: path, problem }) => ({ path, line, message: problem }));
  return misuse(`${detail}.`, { field, remedy, problems });
}
