/**
 * First what a new user does, as the documentation says it, from a fresh clone to the first message: for one
 * account and for an organisation of four. moto takes what is deployed; then the code that was uploaded runs, as
 * Lambda runs it, with the deployed roles over the simulated AWS.
 *
 * Then it deploys both engines into a moto server with the commands that `init` prints and docs/deploying.md has:
 * deploys, deploys again unchanged, removes, and deploys on what a removal leaves. A third deployment, with
 * boundary, path, tags, key and VPC at once, is deployed and removed. `npm run smoke` is run, from what a killed
 * run left to an account in which nothing is. At last, into another server,
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
import type { Moto } from './rehearsal/moto.ts';
import { startMoto } from './rehearsal/moto.ts';
import { rehearseOneAccount } from './rehearsal/one-account.ts';
import { rehearseOrganisation } from './rehearsal/organisation.ts';
import { isFirstCli } from './rehearsal/shell.ts';
import { rehearseTemplate } from './rehearsal/other-tools.ts';
import { rehearseSmoke } from './rehearsal/smoke.ts';
import { rehearseTerraform } from './rehearsal/terraform.ts';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
/** Each command; the longest is packaging on a busy machine. */
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
  // Two at a time, which take about as long.
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

/** With a fresh clone and a moto server of its own. @param ignored gets what that ignores */
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
