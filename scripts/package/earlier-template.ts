import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { DeployedTemplate } from './take-existing.ts';
import type { EarlierTemplate } from './what-differs.ts';

const TEMPLATE = 'cloudformation-template-update-stack.json';

/** What osls has packaged in a directory. */
export async function packagedTemplate(directory: string) {
  return parseTemplate(await readFile(join(directory, TEMPLATE), 'utf8'));
}

/** The deployed template; where it could not be read, the one that was packaged last in `directory`. */
export async function earlierTemplate(
  deployed: DeployedTemplate,
  deployment: string,
  directory: string,
): Promise<EarlierTemplate> {
  switch (deployed.kind) {
    case 'read':
      return {
        kind: 'template',
        of: `the deployed stack ${deployment}`,
        template: deployed.template,
      };
    case 'absent':
      return { kind: 'none', why: `there is no stack ${deployment} yet` };
    case 'not-read':
      return lastPackage(`the deployed stack was not read: ${deployed.why}`, directory);
  }
}

async function lastPackage(why: string, directory: string): Promise<EarlierTemplate> {
  try {
    const template = await packagedTemplate(directory);
    return { kind: 'template', of: `the last package in ${directory} (${why})`, template };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const what = isAbsent ? 'there is no package' : 'there is no package that can be read';
    return { kind: 'none', why: `${why}, and ${what} in ${directory}` };
  }
}
