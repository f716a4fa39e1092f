/**
 * Ends this process when whoever started it is gone: its standard input is a pipe that nobody writes to. Watching it keeps no
 * process alive that has nothing else to do.
 */
import { Socket } from 'node:net';

export function endWithParent(): void {
  const { stdin } = process;
  stdin.resume();
  stdin.once('close', () => process.exit(1));
  stdin.once('error', () => process.exit(1));
  if (stdin instanceof Socket) stdin.unref();
}
