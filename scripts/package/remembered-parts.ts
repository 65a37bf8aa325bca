import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { InputParts } from './inputs.ts';
import { INPUT_PARTS } from './inputs.ts';

/** Returns `INPUT_PARTS` with a cache for equal arguments. Configurations are compared by identity. */
export function cachedParts(): InputParts {
  const topics = new Map<string, ReturnType<InputParts['topics']>>();
  const access = new WeakMap<ConfigurationFile, Members>();
  const roles = new WeakMap<ConfigurationFile, ReturnType<InputParts['roles']>>();
  const dashboards = new WeakMap<ConfigurationFile, Map<string, Members>>();
  const parameters = new Map<string, Members>();
  return {
    topics: ({ values, newTopics, alertTopics, webhookTopics }) => {
      const of = { values, newTopics, alertTopics, webhookTopics };
      return getOrCreate(topics, JSON.stringify(of), () => INPUT_PARTS.topics(of));
    },
    access: (configuration) =>
      getOrCreate(access, configuration, () => INPUT_PARTS.access(configuration)),
    roles: (configuration) =>
      getOrCreate(roles, configuration, () => INPUT_PARTS.roles(configuration)),
    dashboard: (configuration, alarmArns, everyHours) => {
      const known = getOrCreate(dashboards, configuration, () => new Map<string, Members>());
      return getOrCreate(known, JSON.stringify([alarmArns, everyHours]), () =>
        INPUT_PARTS.dashboard(configuration, alarmArns, everyHours),
      );
    },
    parameter: (value) => getOrCreate(parameters, value, () => INPUT_PARTS.parameter(value)),
  };
}

interface CachedPart<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => unknown;
}

/** Returns the cached value of a key, or stores and returns the one that `make` creates. */
export function getOrCreate<K, V>(known: CachedPart<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
