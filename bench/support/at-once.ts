/** Does `count` pieces of work, `callers` at a time, each caller taking the next when it is done with one. */
export async function atOnce(
  callers: number,
  count: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const caller = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}
