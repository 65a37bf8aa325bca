import { build, type Plugin } from 'esbuild';
import { schemasPlugin } from './sdk-schemas.ts';
import { bundleSettings } from './settings.ts';

/**
 * Bundles each file of `src/aws/sets/` with its client by itself first, where nothing that it does not
 * call stays: what the command loads later keeps everything, of EC2's client 950 KB. What clients share
 * stays outside, as an import. `took` learns the modules that are in them, from the root.
 */
export function setsApartPlugin(root: string, took: (inputs: readonly string[]) => void): Plugin {
  return {
    name: 'sets apart',
    setup(setup) {
      setup.onLoad({ filter: /\/src\/aws\/sets\/[a-z0-9-]+\.ts$/ }, async ({ path }) => {
        const { metafile, outputFiles } = await build({
          ...bundleSettings(root),
          entryPoints: [path],
          outfile: 'set.mjs',
          metafile: true,
          // The command is minified as a whole.
          minify: false,
          plugins: [sharedPackagesPlugin, schemasPlugin],
        });
        took(Object.keys(metafile.inputs));
        return { contents: outputFiles[0]?.text ?? '', loader: 'js', resolveDir: root };
      });
    },
  };
}

const CLIENT = /^@aws-sdk\/client-/;

/** Leaves every package but clients outside. */
const sharedPackagesPlugin: Plugin = {
  name: 'shared packages',
  setup(setup) {
    setup.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || CLIENT.test(path) ? undefined : { path, external: true },
    );
  },
};
