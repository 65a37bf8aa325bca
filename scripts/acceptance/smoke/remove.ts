import { initDocument } from '../../rehearsal/init-document.ts';
import { codeBucketOf } from './deploy.ts';
import type { SmokePlace } from './deploy.ts';
import type { AccountResource, Inventory } from './inventory.ts';
import type { SmokeShell } from './shell.ts';
import { withoutWarnings } from './shell.ts';

/**
 * Removes the deployment with the commands that `setup --remove` prints, the bucket of the code, and the log
 * groups that Lambda created again. A failed command does not stop the others; the final list decides.
 * @returns the resources that still exist
 * @throws AwsCallError when they cannot be listed
 */
export async function removeDeployment(
  shell: SmokeShell,
  place: SmokePlace,
  look: () => Promise<Inventory>,
): Promise<readonly AccountResource[]> {
  const { region } = place;
  const { own } = await look();
  if (own.length === 0) return [];
  const text = await shell.run(withoutWarnings('npx limits-watchdog setup --remove --json'));
  const printed = initDocument(text).flatMap((step) => step.commands);
  const codeBucket = codeBucketOf(place);
  const hasCode = own.some(({ name }) => name === codeBucket);
  for (const command of [
    ...printed,
    ...(hasCode ? [`aws s3 rb --region ${region} --force s3://${codeBucket}`] : []),
  ]) {
    await tryTo(shell, command);
  }
  const groups = (await look()).own.filter(({ kind }) => kind === 'log group');
  for (const { name } of groups) {
    await tryTo(shell, `aws logs delete-log-group --region ${region} --log-group-name ${name}`);
  }
  return (await look()).own;
}

/** Ignores failures: some commands fail because there is nothing to remove, and the final list shows what is left. */
async function tryTo(shell: SmokeShell, command: string): Promise<void> {
  await shell.run(`( ${command}\n) || true`);
}
