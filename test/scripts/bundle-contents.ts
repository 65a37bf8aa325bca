import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import {
  configurationPlugin,
  environmentCredentialsPlugin,
  setsPlugin,
} from '../../scripts/bundle/plugins.ts';
import { schemasPlugin } from '../../scripts/bundle/sdk-schemas.ts';

const COMMAND = /\/(client-[^/]+)\/dist-es\/commands\/(\w+)Command\.js$/;

interface BundledOperation {
  /** The package of the client: `client-lambda`. */
  readonly client: string;
  /** The operation: `ListFunctions`. */
  readonly operation: string;
}

export interface BundleContents {
  /** The paths of all bundled modules, from the root of the repository. */
  readonly modules: readonly string[];
  /** The SDK operations whose command is in the bundle. */
  readonly operations: readonly BundledOperation[];
  /** Modules of Node.js that the bundle imports when it loads, rather than on demand. */
  readonly loadedAtOnce: readonly string[];
}

/**
 * Builds the bundle of an entry and returns its contents. `discovers` includes the discovery of accounts,
 * `sendsEvents` the sending of events, and `sets` these sets of limits.
 */
export async function bundleContents(
  source: string,
  discovers = false,
  sets: readonly string[] = [],
  sendsEvents = false,
): Promise<BundleContents> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    entryPoints: [source],
    outfile: 'index.mjs',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [
      configurationPlugin('{}', discovers, sendsEvents),
      setsPlugin(new Set(sets)),
      environmentCredentialsPlugin,
      schemasPlugin,
    ],
  });
  const output = metafile.outputs['index.mjs'];
  const kept = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([module]) => module);
  return {
    modules: Object.keys(metafile.inputs),
    loadedAtOnce: (output?.imports ?? [])
      .filter(({ kind }) => kind !== 'dynamic-import')
      .map(({ path }) => path),
    operations: kept.flatMap((module) => {
      const [, client, operation] = COMMAND.exec(module) ?? [];
      return client === undefined || operation === undefined ? [] : [{ client, operation }];
    }),
  };
}
