import { ActionError, type EngineActions } from '../engine/actions.ts';

/** The actions of an engine that has none. */
export const noActions = new Proxy({} as EngineActions, {
  get: (_target, name) => async () => {
    throw new ActionError('unsupported', `there is no ${String(name)}`);
  },
});
