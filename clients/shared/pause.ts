/** The pause before something is tried again. */

/** Ends early when it is given up, or when the browser says that the network is back. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

/** Milliseconds before the next try, of a list whose last entry is kept. */
export function backoff(steps: readonly number[], failures: number): number {
  return steps[Math.min(failures, steps.length - 1)] ?? 0;
}
