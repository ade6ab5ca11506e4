/**
 * Work that is cheaper when it is done for several askers at once: what is asked for within one turn of the event loop goes together.
 * @param most how many go together; more become several calls
 * @param work answers in the order of what was asked; when it fails, everybody who asked is told
 */
export function gather<C extends object, A, R>(
  most: number,
  work: (context: C, asked: readonly A[]) => Promise<readonly R[]>,
): (context: C, one: A) => Promise<R> {
  interface Asker {
    readonly one: A;
    resolve(answer: R): void;
    reject(error: unknown): void;
  }
  const waiting = new WeakMap<C, Asker[]>();

  async function answer(context: C, askers: readonly Asker[]): Promise<void> {
    try {
      const answers = await work(
        context,
        askers.map(({ one }) => one),
      );
      if (answers.length !== askers.length) throw new Error('not everybody was answered');
      for (const [index, each] of answers.entries()) askers[index]?.resolve(each);
    } catch (error) {
      for (const asker of askers) asker.reject(error);
    }
  }

  function begin(context: C): void {
    const askers = waiting.get(context) ?? [];
    waiting.delete(context);
    for (let from = 0; from < askers.length; from += most) {
      void answer(context, askers.slice(from, from + most));
    }
  }

  return (context, one) =>
    new Promise((resolve, reject) => {
      const askers = waiting.get(context);
      if (askers !== undefined) askers.push({ one, resolve, reject });
      else {
        waiting.set(context, [{ one, resolve, reject }]);
        setImmediate(begin, context);
      }
    });
}
