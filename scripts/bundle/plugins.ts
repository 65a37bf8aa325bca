import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const configurationModule = 'limits-watchdog:configuration';

/** What only some deployments need, and whose client would be in every bundle. */
interface OptionalModule {
  /** In `src/`. */
  readonly file: string;
  readonly name: string;
  readonly neededBy: 'discovery' | 'events';
}

const OPTIONAL_MODULES: ReadonlyMap<string, OptionalModule> = new Map([
  [
    'limits-watchdog:discovery',
    { file: 'functions/watch/discover.ts', name: 'discoverer', neededBy: 'discovery' },
  ],
  [
    'limits-watchdog:organisation',
    { file: 'functions/ask-organisation.ts', name: 'organisationAsker', neededBy: 'discovery' },
  ],
  [
    'limits-watchdog:events',
    { file: 'alerts/send-events.ts', name: 'eventSender', neededBy: 'events' },
  ],
]);

/**
 * Resolves `limits-watchdog:configuration` to the configuration as data. It is parsed from JSON
 * text, not written as an object literal: `__proto__` stays a key, and a large one loads faster. And the
 * modules of discovery, and of events, to what does it where the configuration asks for it, to nothing where
 * it does not.
 */
export function configurationPlugin(
  configurationJson: string,
  discovers: boolean,
  sendsEvents = false,
): Plugin {
  return {
    name: 'configuration',
    setup(build) {
      build.onResolve({ filter: /^limits-watchdog:/ }, ({ path }) => {
        if (path === configurationModule) {
          return { path: 'configuration', namespace: 'limits-watchdog' };
        }
        const found = OPTIONAL_MODULES.get(path);
        if (found === undefined) return { errors: [{ text: `There is no module ${path}` }] };
        const { file, name, neededBy } = found;
        return (neededBy === 'discovery' ? discovers : sendsEvents)
          ? { path: fileURLToPath(new URL(`../../src/${file}`, import.meta.url)) }
          : { path: `no ${name}`, namespace: 'limits-watchdog' };
      });
      build.onLoad({ filter: /^no \w+$/, namespace: 'limits-watchdog' }, ({ path }) => ({
        contents: `export const ${path.slice('no '.length)} = undefined;`,
        loader: 'js',
      }));
      build.onLoad({ filter: /^configuration$/, namespace: 'limits-watchdog' }, () => ({
        contents: `export const configuration = JSON.parse(${JSON.stringify(configurationJson)});`,
        loader: 'js',
      }));
    },
  };
}

/** Where sets are loaded with their first call, as `await import('./sets/logs.ts')`. */
const LOADING = /await import\('\.\/sets\/([a-z0-9-]+)\.ts'\)/g;

/**
 * Leaves out what only sets of limits need that the configuration does not watch: a client for each. A
 * file of `src/aws/sets/` is called as its set; `cloudwatch` is for all sets of limits that are measured
 * by usage metrics. Those that it does watch are loaded with the function:
 * in one file, a module that is loaded later keeps everything in it, called or not.
 */
export function setsPlugin(watched: ReadonlySet<string>): Plugin {
  return {
    name: 'sets',
    setup(build) {
      build.onLoad({ filter: /\/src\/aws\/sets\/[a-z0-9-]+\.ts$/ }, ({ path }) => {
        const set = basename(path, '.ts');
        if (watched.has(set)) return undefined;
        const message = `The set ${set} is not watched by the configuration of this bundle.`;
        return { contents: `throw new Error(${JSON.stringify(message)});`, loader: 'js' };
      });
      build.onLoad({ filter: /\/src\/aws\/operations\.ts$/ }, async ({ path }) => {
        const loaded: string[] = [];
        const text = (await readFile(path, 'utf8')).replace(LOADING, (loading, set: string) => {
          if (!watched.has(set)) return loading;
          loaded.push(`import * as set_${loaded.length} from './sets/${set}.ts';`);
          return `set_${loaded.length - 1}`;
        });
        return { contents: [...loaded, text].join('\n'), loader: 'ts' };
      });
    },
  };
}

/** Replaces the SDK's search for credentials by a look into the environment. */
export const environmentCredentialsPlugin: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    const path = fileURLToPath(new URL('./environment-credentials.ts', import.meta.url));
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path }));
  },
};
