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
  /** `client-lambda` */
  readonly client: string;
  /** `ListFunctions` */
  readonly operation: string;
}

export interface BundleContents {
  /** Every module that was read, below the root of the repository. */
  readonly modules: readonly string[];
  /** Every operation of the SDK whose command reached the output. */
  readonly operations: readonly BundledOperation[];
  /** Modules of Node.js that are loaded whenever the bundle is, rather than when they are wanted. */
  readonly loadedAtOnce: readonly string[];
}

/** What the bundle of an entry is made of; with what finds accounts where the configuration `discovers`, these sets of limits, and what sends events where it `sendsEvents`. */
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
