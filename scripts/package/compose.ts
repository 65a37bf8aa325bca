import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import methods from 'osls/lib/plugins/aws/package/lib/merge-custom-provider-resources.js';
import mergePlainObjects from 'osls/lib/utils/merge-plain-objects.js';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { entries } from '../bundle/entries.ts';
import type { Deployment } from './deployment.ts';
import type { Inputs } from './inputs.ts';
import { writeInputs } from './inputs.ts';
import { runOsls } from './run-osls.ts';
import { resourceParts } from './resource-parts.ts';
import { readService } from './template.ts';
import { functionZip } from './zip.ts';

/**
 * Returns the template that osls makes of the functions in `serverless.yml`, without its `resources`. It
 * depends only on `values` and needs no bundles, but takes about two seconds.
 */
export async function functionsTemplate(values: Deployment['values']): Promise<Members> {
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-functions-'));
  try {
    const { resources: _left, ...service } = await readService();
    await writeFile(join(directory, 'serverless.yml'), JSON.stringify(service));
    await writeInputs(join(directory, 'dist', 'deployment'), { values, tags: {} });
    for (const { name } of entries) {
      const zip = functionZip('index.mjs', Buffer.from(name));
      await writeFile(join(directory, 'dist', `${name}.zip`), zip);
    }
    const packaged = await runOsls(['package', '--package=package'], directory);
    if (packaged.exitCode !== 0) throw new Error(packaged.output);
    const file = join(directory, 'package', 'cloudformation-template-update-stack.json');
    return parseTemplate(await readFile(file, 'utf8'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Merges the resources of `serverless.yml` into the template of its functions, with the code of osls. */
export async function composeTemplate(functions: Members, inputs: Inputs): Promise<Members> {
  return mergedByOsls(functions, await resourceParts(inputs));
}

/** Returns a new template; `functions` and `parts` are not modified. */
export function mergedByOsls(functions: Members, parts: readonly Members[]): Members {
  const template = structuredClone(functions);
  methods.mergeCustomProviderResources.call({
    serverless: {
      service: {
        resources: mergePlainObjects({}, ...parts),
        provider: { compiledCloudFormationTemplate: template },
      },
    },
  });
  return template;
}
