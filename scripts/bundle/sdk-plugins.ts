import type { Plugin } from 'esbuild';

import { errorClassesPlugin } from './error-classes.ts';
import { LEFT_OUT } from './left-out.ts';
import { leftOutPlugin } from './left-out-plugin.ts';
import { clientVersionPlugin, environmentCredentialsPlugin } from './plugins.ts';
import { s3EndpointsPlugin } from './s3-endpoints.ts';
import { unusedSchemasPlugin } from './unused-schemas.ts';

/**
 * What keeps the SDK small in a bundle. None of them changes what a call of this program sends or reads;
 * each fails the build when the SDK is no longer as it was written for.
 */
export const sdkPlugins: readonly Plugin[] = [
  environmentCredentialsPlugin,
  clientVersionPlugin,
  unusedSchemasPlugin,
  errorClassesPlugin,
  s3EndpointsPlugin,
  leftOutPlugin(LEFT_OUT),
];
