/** Ends this process when whoever started it is gone: its standard input is a pipe that nobody writes to. */
export function endWithParent(): void {
  process.stdin.resume();
  process.stdin.once('close', () => process.exit(1));
  process.stdin.once('error', () => process.exit(1));
}
