import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import { codeBlocksOf } from '../readme/blocks.ts';
import type { FreshClone } from '../readme/fresh-clone.ts';
import { shellOf } from './shell.ts';
import type { Moto } from './moto.ts';

/** The values of docs/deploying.md. */
const BUCKET = 'your-code-bucket';
const TEMPLATE = 'dist/limits-watchdog.json';
const STACK = 'limits-watchdog';
const REGION = 'eu-west-1';

/**
 * Packages a template for other tools, deploys it with the printed commands, compares the stack's resources
 * with the template, and deletes the stack.
 * @returns the text of the template
 * @throws Error with the failed command or the difference
 */
export async function rehearseTemplate(clone: FreshClone, moto: Moto): Promise<string> {
  // moto reads templates from path-style bucket URLs only when the host is `localhost`.
  const run = shellOf(clone, moto.url.replace('127.0.0.1', 'localhost'));
  const printed = await run(
    `npm run --silent package -- --offline --template ${TEMPLATE} --code-bucket ${BUCKET}`,
  );
  const commands = printed.split('\n').filter((line) => line.startsWith('aws '));
  if (commands.length !== 2) throw new Error(`no commands to deploy with:\n${printed}`);
  await run(`aws s3 mb --region ${REGION} s3://${BUCKET}`);
  for (const command of commands) await run(command);
  const text = await run(`cat ${TEMPLATE}`);
  const wanted = Object.entries(sectionOf(parseTemplate(text), 'Resources')).flatMap(
    ([id, body]) =>
      moto.ignoredTypes().some((type) => JSON.stringify(body).includes(`"Type":"${type}"`))
        ? []
        : [id],
  );
  const listed = await run(
    `aws cloudformation list-stack-resources --stack-name ${STACK} --output text \
      --query 'StackResourceSummaries[].LogicalResourceId'`,
  );
  const held = listed.split(/\s+/).filter((id) => id !== '');
  const missing = wanted.filter((id) => !held.includes(id));
  const added = held.filter((id) => !wanted.includes(id));
  if (missing.length + added.length > 0) {
    throw new Error(
      `of the template ${missing.join(', ')} was not made, and ${added.join(', ')} was`,
    );
  }
  await run(`aws cloudformation delete-stack --stack-name ${STACK}`);
  return text;
}

/** Writes the Terraform configuration of docs/deploying.md, with the template and a link to this repository. */
export async function writeDocumentedConfiguration(
  directory: string,
  { repository, template }: { readonly repository: string; readonly template: string },
): Promise<void> {
  const page = await readFile(join(repository, 'docs/deploying.md'), 'utf8');
  const blocks = codeBlocksOf(page, 'docs/deploying.md').filter(
    ({ language }) => language === 'hcl',
  );
  if (blocks.length < 2) throw new Error('docs/deploying.md has no configuration of Terraform');
  await mkdir(join(directory, 'dist'), { recursive: true });
  await writeFile(join(directory, 'documented.tf'), blocks.map(({ text }) => text).join('\n\n'));
  await writeFile(join(directory, TEMPLATE), template);
  await symlink(repository, join(directory, 'limits-watchdog'));
}
