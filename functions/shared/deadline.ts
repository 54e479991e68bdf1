/** Runs `work` with a signal that ends its store calls at `deadlineAtMs` of real time, by `performance.now()`. */
export async function withDeadline<T>(
  deadlineAtMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), Math.max(0, deadlineAtMs - performance.now()));
  try {
    return await work(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}
