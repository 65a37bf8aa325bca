import { build, type Plugin } from 'esbuild';
import { schemasPlugin } from './sdk-schemas.ts';
import { bundleSettings } from './settings.ts';

/**
 * Bundles each file of `src/aws/sets/` with its SDK client separately, so that unused operations are dropped:
 * modules that the command imports dynamically would keep them (950 KB for EC2). Packages that clients share
 * stay imports. `took` is called with the paths of the bundled files, relative to the root.
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
          // The bundle of the command is minified as a whole.
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

/** Keeps every package except SDK clients as an import. */
const sharedPackagesPlugin: Plugin = {
  name: 'shared packages',
  setup(setup) {
    setup.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || CLIENT.test(path) ? undefined : { path, external: true },
    );
  },
};
