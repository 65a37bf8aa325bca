import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const configurationModule = 'limits-watchdog:configuration';
const discoveryModule = 'limits-watchdog:discovery';

/**
 * Resolves `limits-watchdog:configuration` to the configuration as data. It is parsed from JSON
 * text, not written as an object literal: `__proto__` stays a key, and a large one loads faster. And
 * `limits-watchdog:discovery` to what finds accounts where the configuration `discovers`, to nothing where
 * it does not: the client of Organizations would be in every bundle.
 */
export function configurationPlugin(configurationJson: string, discovers: boolean): Plugin {
  return {
    name: 'configuration',
    setup(build) {
      build.onResolve({ filter: /^limits-watchdog:/ }, ({ path }) => {
        if (path === configurationModule) {
          return { path: 'configuration', namespace: 'limits-watchdog' };
        }
        if (path !== discoveryModule) return { errors: [{ text: `There is no module ${path}` }] };
        return discovers
          ? {
              path: fileURLToPath(
                new URL('../../src/functions/watch/discover.ts', import.meta.url),
              ),
            }
          : { path: 'no discovery', namespace: 'limits-watchdog' };
      });
      build.onLoad({ filter: /^no discovery$/, namespace: 'limits-watchdog' }, () => ({
        contents: 'export const discoverer = undefined;',
        loader: 'js',
      }));
      build.onLoad({ filter: /^configuration$/, namespace: 'limits-watchdog' }, () => ({
        contents: `export const configuration = JSON.parse(${JSON.stringify(configurationJson)});`,
        loader: 'js',
      }));
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
