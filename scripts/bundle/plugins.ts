import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const configurationModule = 'limits-watchdog:configuration';

/** A module that only some deployments need, and whose SDK client would otherwise be in every bundle. */
interface OptionalModule {
  /** The path below `src/`. */
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
 * Resolves `limits-watchdog:configuration` to the configuration. It is embedded as JSON text, not as an
 * object literal: `__proto__` stays a key, and a large configuration loads faster. The optional modules
 * resolve to their source when the configuration needs them, else to an export of `undefined`.
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

/** How src/aws/operations.ts loads the client of a set of limits with its first call. */
const LOADING = /await import\('\.\/sets\/([a-z0-9-]+)\.ts'\)/g;

/**
 * Leaves out the SDK clients of sets of limits that the configuration does not watch. Each file of
 * `src/aws/sets/` is named as its set; `cloudwatch.ts` serves all limits measured by usage metrics. The
 * clients that are needed become static imports: in a single file, a module that is imported dynamically
 * keeps its unused code.
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

/** Replaces the SDK's credential provider by one that only reads the environment. */
export const environmentCredentialsPlugin: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    const path = fileURLToPath(new URL('./environment-credentials.ts', import.meta.url));
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path }));
  },
};
