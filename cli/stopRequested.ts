/**
 * When this process is asked to stop: SIGINT, SIGTERM, SIGHUP, or the launcher that started it is gone. A terminal and the
 * launcher may both deliver one Ctrl-C, so a repeated signal means "at once" only after a moment.
 */
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT_BY_SIGNAL = 130;

export function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const stop = (): void => {
      const now = performance.now();
      if (askedAt !== null && now - askedAt > SAME_SIGNAL_MS) process.exit(EXIT_BY_SIGNAL);
      askedAt ??= now;
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    process.once('disconnect', stop);
    process.channel?.unref();
  });
}
