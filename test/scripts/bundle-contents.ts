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
  /** Such as `client-lambda`. */
  readonly client: string;
  /** Such as `ListFunctions`. */
  readonly operation: string;
}

export interface BundleContents {
  /** Every module that was read, relative to the root of the repository. */
  readonly modules: readonly string[];
  /** Every operation of the SDK whose command is in the output. */
  readonly operations: readonly BundledOperation[];
  /** Modules of Node.js that are loaded with the bundle, not later on demand. */
  readonly loadedAtOnce: readonly string[];
}

/** Returns the contents of an entry's bundle, without account discovery, sets of limits or events by default. */
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
