/**
 * `npm run rehearse`: does in clones of the current commit what users do.
 * 1. The documentation for one account and for an organisation of four accounts: moto takes the deployment,
 *    then the uploaded code runs as on Lambda, with the deployed roles against the simulated AWS.
 * 2. Both engines, deployed to moto with the commands of `init` and docs/deploying.md, redeployed unchanged,
 *    removed, and deployed again on what was left; and a deployment with boundary, path, tags, key and VPC.
 * 3. `npm run smoke`, from the leftovers of a killed run to an empty account.
 * 4. The template for other tools, with the AWS CLI and Terraform, and the Terraform modules.
 *
 * It needs moto and the AWS CLI; Terraform is used if it is installed with its AWS provider. moto accepts more
 * than AWS: this shows that commands and templates are accepted, no more. Name conflicts, retained resources,
 * rollbacks and subscriptions are checked by the model in test/stacks/stack-model.
 */
import { fileURLToPath } from 'node:url';

import type { FreshClone } from './readme/fresh-clone.ts';
import { makeFreshClone } from './readme/fresh-clone.ts';
import type { RehearsedDeployment } from './rehearsal/deployment.ts';
import { rehearse } from './rehearsal/deployment.ts';
import type { Moto } from './rehearsal/moto.ts';
import { startMoto } from './rehearsal/moto.ts';
import { rehearseOneAccount } from './rehearsal/one-account.ts';
import { rehearseOrganisation } from './rehearsal/organisation.ts';
import { isFirstCli } from './rehearsal/shell.ts';
import { rehearseTemplate } from './rehearsal/other-tools.ts';
import { rehearseSmoke } from './rehearsal/smoke.ts';
import { rehearseTerraform } from './rehearsal/terraform.ts';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
/** The time limit of each command. The longest is packaging on a busy machine. */
const COMMAND_MS = 180_000;

const PLAIN: RehearsedDeployment = { deployment: 'limits-watchdog', engine: 'one-lambda' };
const DISTRIBUTED: RehearsedDeployment = { deployment: 'spare', engine: 'distributed' };
const GUARDED: RehearsedDeployment = {
  deployment: 'guarded',
  engine: 'distributed',
  isGuarded: true,
};

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
process.exitCode = await run();

async function run(): Promise<number> {
  console.log('npm ci is not run: node_modules of this checkout is linked into each clone.');
  console.log(
    'moto makes no policies of topics and buckets: those of the deployed template are used.',
  );
  console.log(
    'moto knows neither filters of StackSets nor their parameters: moto-server.py does. Nothing here tries automatic deployment, operation preferences and managed execution.',
  );
  if (isFirstCli()) console.log('The AWS CLI is of version 1: --cli-binary-format is left out.');
  const ignored = new Set<string>();
  const inTurn = async (...rehearsals: readonly Rehearsal[]): Promise<void> => {
    for (const one of rehearsals) await withMoto(one, ignored);
  };
  const lives =
    (...deployments: readonly RehearsedDeployment[]): Rehearsal =>
    async (clone, { url }) => {
      for (const deployment of deployments) await rehearse(deployment, clone, url);
    };
  // Two sequences of about equal length run in parallel.
  await Promise.all([
    inTurn(
      (clone, { url }) => rehearseOneAccount(clone, url),
      (clone, { url }) => rehearseOrganisation(clone, url),
      lives(DISTRIBUTED),
    ),
    inTurn(rehearseSmoke, async (clone, moto) => {
      await lives(PLAIN, GUARDED)(clone, moto);
      await rehearseOtherTools(clone);
    }),
  ]);
  console.log(`moto ignores: ${[...ignored].sort().join(', ')}`);
  console.log('Nothing here says anything about these.');
  return 0;
}

type Rehearsal = (clone: FreshClone, moto: Moto) => Promise<void>;

/** Runs a rehearsal with its own clone and moto server. @param ignored gets the types that moto ignores */
async function withMoto(act: Rehearsal, ignored: Set<string>): Promise<void> {
  const moto = await startMoto();
  try {
    const link = `ln -s '${REPOSITORY}node_modules' node_modules`;
    const clone = await makeFreshClone(REPOSITORY, COMMAND_MS, [link]);
    try {
      await act(clone, moto);
      for (const type of moto.ignoredTypes()) ignored.add(type);
    } finally {
      await clone.remove();
    }
  } finally {
    await moto.end();
  }
}

/** Rehearses the template for other tools in an empty account. */
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
