import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { PAUSED_SENTENCE } from '../../src/text/paused.ts';
import { GUARD_NAMES } from './guard/guards.ts';
import type { Settings } from './settings.ts';
import { SETTING_NAMES, SETTINGS, settingsOf } from './settings.ts';

/** Returns sentences about each setting that differs from its default, with the origin of its value. */
export function settingsInForce(
  configuration: Pick<ConfigurationFile, 'deploy' | 'engine'>,
  params: Partial<Settings>,
  settings: Settings,
): readonly string[] {
  const ofFile = settingsOf(configuration, {});
  const asked = settingsOf(configuration, params);
  const differing = SETTING_NAMES.flatMap((name) => {
    const value = settings[name];
    if (value === SETTINGS[name]) return [];
    const from =
      value !== asked[name]
        ? 'found in the account'
        : params[name] === undefined
          ? 'watchdog.yml'
          : '--param';
    return [`${name}=${value} (${from})`];
  });
  const engine = configuration.engine === 'one-lambda' ? [] : [`engine=${configuration.engine}`];
  const guards = GUARD_NAMES.flatMap((name) => {
    const value = configuration.deploy?.[name];
    if (value === undefined) return [];
    return [`${name}=${typeof value === 'string' ? value : JSON.stringify(value)} (watchdog.yml)`];
  });
  const { rolesInStack } = configuration.deploy ?? {};
  const roles = rolesInStack === undefined ? [] : [`rolesInStack=${rolesInStack} (watchdog.yml)`];
  const isPaused = configuration.deploy?.schedulePaused === true;
  const schedule = isPaused ? ['schedulePaused=true (watchdog.yml)'] : [];
  const all = [...engine, ...schedule, ...differing, ...guards, ...roles];
  const notInFile = SETTING_NAMES.filter(
    (name) => params[name] !== undefined && params[name] !== ofFile[name],
  );
  return [
    ...(isPaused ? [PAUSED_SENTENCE] : []),
    all.length === 0
      ? 'Every setting of the stack has its default.'
      : `In force, where it differs from the default: ${all.join(', ')}.`,
    ...notInFile.map(
      (name) =>
        `--param ${name}=${params[name] ?? ''} is not in the file, so the next package without it is made with ${name}=${ofFile[name]}; to keep it, write it below deploy in watchdog.yml.`,
    ),
  ];
}
