/**
 * Deploys both engines into a moto server with the commands that `init` prints and docs/deploying.md has:
 * deploys, deploys again unchanged, removes, and deploys on what a removal leaves; then, into another server,
 * the template for other tools by the AWS CLI and by Terraform, and the Terraform modules. In a clone of the
 * current commit; needs moto and the AWS CLI. Terraform is used where it is, with its AWS provider.
 *
 * moto is kind: this shows that the commands are accepted and the templates understood, no more. Names that
 * are taken, what is kept, rollbacks and subscriptions are judged by the model in test/stacks/stack-model.
 */
import { fileURLToPath } from 'node:url';

import type { FreshClone } from './readme/fresh-clone.ts';
import { makeFreshClone } from './readme/fresh-clone.ts';
import type { RehearsedDeployment } from './rehearsal/deployment.ts';
import { rehearse } from './rehearsal/deployment.ts';
import { startMoto } from './rehearsal/moto.ts';
import { rehearseTemplate } from './rehearsal/other-tools.ts';
import { rehearseTerraform } from './rehearsal/terraform.ts';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
/** Each command; the longest is packaging on a busy machine. */
const COMMAND_MS = 180_000;

/** Both in one account, each with role names of its own. */
const DEPLOYMENTS: readonly RehearsedDeployment[] = [
  { deployment: 'limits-watchdog', engine: 'one-lambda' },
  { deployment: 'spare', engine: 'distributed' },
];

process.exitCode = await run();

async function run(): Promise<number> {
  const moto = await startMoto();
  try {
    const link = `ln -s '${REPOSITORY}node_modules' node_modules`;
    const clone = await makeFreshClone(REPOSITORY, COMMAND_MS, [link]);
    try {
      for (const deployment of DEPLOYMENTS) await rehearse(deployment, clone, moto.url);
      await rehearseOtherTools(clone);
    } finally {
      await clone.remove();
    }
    console.log(`moto ignores: ${moto.ignoredTypes().join(', ')}`);
    console.log('Nothing here says anything about these.');
    return 0;
  } finally {
    await moto.end();
  }
}

/** In an account in which nothing is yet. */
async function rehearseOtherTools(clone: FreshClone): Promise<void> {
  const began = Date.now();
  const step = (what: string): void =>
    console.log(`other tools: ${what}, ${Math.round((Date.now() - began) / 1000)} s`);
  const moto = await startMoto();
  try {
    const template = await rehearseTemplate(clone, moto);
    step('the template deployed by the AWS CLI makes what it says');
    for (const sentence of await rehearseTerraform(moto.url, template)) step(sentence);
  } finally {
    await moto.end();
  }
}
