import type { EngineActions } from '../engine/actions.ts';

/** One call of an action, as it was made. */
export type ActionCall = readonly [name: keyof EngineActions, ...args: readonly unknown[]];

/** Actions of which a test says what they answer; one that it did not script breaks. */
export interface ScriptedActions {
  readonly actions: EngineActions;
  /** Every call, in order. */
  readonly calls: readonly ActionCall[];
}

export function createScriptedActions(scripts: Partial<EngineActions>): ScriptedActions {
  const calls: ActionCall[] = [];
  const actions = new Proxy(scripts as EngineActions, {
    get(target, name: keyof EngineActions) {
      const action = target[name] as ((...args: unknown[]) => unknown) | undefined;
      return async (...args: unknown[]) => {
        calls.push([name, ...args]);
        if (action === undefined) throw new Error(`${name} is not scripted`);
        return action(...args);
      };
    },
  });
  return { actions, calls };
}
