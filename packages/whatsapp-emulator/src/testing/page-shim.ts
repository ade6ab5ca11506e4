/**
 * Runs in every new document before the page's own scripts. Builds with minified message keys name the text form `$1`; the library
 * looks for `_serialized`, so each key gets both.
 */
export function giveKeysTheirName(): void {
  const patched = new WeakSet<object>();
  let inner: ((name: string) => unknown) | undefined;
  Object.defineProperty(window, 'require', {
    configurable: true,
    get: () => inner && outer,
    set: (require: (name: string) => unknown) => {
      inner = require;
    },
  });

  function outer(name: string): unknown {
    const module = inner?.(name);
    if (name !== 'WAWebMsgKey')
      inner?.('WAWebMsgKey') && patch(inner('WAWebMsgKey') as { prototype: object });
    else patch(module as { prototype: object });
    return module;
  }

  function patch({ prototype }: { prototype: object }): void {
    if (patched.has(prototype)) return;
    patched.add(prototype);
    Object.defineProperty(prototype, '$1', {
      configurable: true,
      set(this: object, text: string) {
        for (const name of ['$1', '_serialized']) {
          Object.defineProperty(this, name, {
            value: text,
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
      },
    });
  }
}
