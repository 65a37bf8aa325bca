import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { DeployedTemplate } from './take-existing.ts';
import type { EarlierTemplate } from './what-differs.ts';

const TEMPLATE = 'cloudformation-template-update-stack.json';

/** The template file of the last package. */
export interface LastPackage {
  /** Its name in messages, such as `package in .serverless`. */
  readonly name: string;
  readonly file: string;
}

/** Returns the template that osls packages in a directory. */
export function oslsPackage(directory: string): LastPackage {
  return { name: `package in ${directory}`, file: join(directory, TEMPLATE) };
}

export async function packagedTemplate({ file }: LastPackage) {
  return parseTemplate(await readFile(file, 'utf8'));
}

/** Returns the deployed template of a stack or, if that could not be read, the last packaged one. */
export async function earlierTemplate(
  deployed: DeployedTemplate,
  stackName: string,
  last: LastPackage,
): Promise<EarlierTemplate> {
  switch (deployed.kind) {
    case 'read':
      return {
        kind: 'template',
        of: `the deployed stack ${stackName}`,
        template: deployed.template,
      };
    case 'absent':
      return { kind: 'none', why: `there is no stack ${stackName} yet` };
    case 'not-read':
      return lastPackage(`the deployed stack was not read: ${deployed.why}`, last);
  }
}

async function lastPackage(why: string, last: LastPackage): Promise<EarlierTemplate> {
  try {
    const template = await packagedTemplate(last);
    return { kind: 'template', of: `the last ${last.name} (${why})`, template };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const which = isAbsent ? '' : ' that can be read';
    return { kind: 'none', why: `${why}, and there is no ${last.name}${which}` };
  }
}
