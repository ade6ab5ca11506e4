import { transmit } from './link.ts';
import { switches } from './switches.ts';

/** Modules by name. */
export type Modules = Readonly<Record<string, object>>;

const modules = new Map<string, object>();
const missed = new Set<string>();

/** Makes modules known by name. They are ordinary objects: callers may replace what is in them. */
export function install(named: Modules): void {
  for (const [name, module] of Object.entries(named)) modules.set(name, module);
}

/** `window.require`: throws on a name that this build does not have, and lets the server know what was asked for. */
export function requireModule(name: string): object {
  const module = switches.missingModules.includes(name) ? undefined : modules.get(name);
  if (module) return module;
  missed.add(name);
  reportMissing();
  throw new Error(`Requiring unknown module "${name}"`);
}

/** Names that were asked for while there was no connection are told later. */
export function reportMissing(): void {
  for (const module of missed) if (transmit({ t: 'missing', module })) missed.delete(module);
}
