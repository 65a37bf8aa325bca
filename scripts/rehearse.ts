/**
 * Deploys both engines into a moto server with the commands that `init` prints and docs/deploying.md has:
 * deploys, deploys again unchanged, removes, and deploys on what a removal leaves. A third deployment, with
 * boundary, path, tags, key and VPC at once, is deployed and removed. In a clone of the current
 * commit; needs moto and the AWS CLI.
 *
 * moto is kind: this shows that the commands are accepted and the templates understood, no more. Names that
 * are taken, what is kept, rollbacks and subscriptions are judged by the model in test/stacks/stack-model.
 */
import { fileURLToPath } from 'node:url';

import { makeFreshClone } from './readme/fresh-clone.ts';
import type { RehearsedDeployment } from './rehearsal/deployment.ts';
import { rehearse } from './rehearsal/deployment.ts';
import { startMoto } from './rehearsal/moto.ts';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
/** Each command; the longest is packaging on a busy machine. */
const COMMAND_MS = 180_000;

/** All in one account, each with role names of its own. */
const DEPLOYMENTS: readonly RehearsedDeployment[] = [
  { deployment: 'limits-watchdog', engine: 'one-lambda' },
  { deployment: 'spare', engine: 'distributed' },
  { deployment: 'guarded', engine: 'distributed', isGuarded: true },
];

process.exitCode = await run();

async function run(): Promise<number> {
  const moto = await startMoto();
  try {
    const link = `ln -s '${REPOSITORY}node_modules' node_modules`;
    const clone = await makeFreshClone(REPOSITORY, COMMAND_MS, [link]);
    try {
      for (const deployment of DEPLOYMENTS) await rehearse(deployment, clone, moto.url);
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
