/** Runs `work` with a signal that ends its store calls once `deadlineMs` of real time have passed. */
export async function withDeadline<T>(
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  try {
    return await work(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}
