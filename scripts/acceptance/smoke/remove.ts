import { initDocument } from '../../rehearsal/init-document.ts';
import { codeBucketOf } from './deploy.ts';
import type { SmokePlace } from './deploy.ts';
import type { FoundThing, Inventory } from './inventory.ts';
import type { SmokeShell } from './shell.ts';
import { withoutWarnings } from './shell.ts';

/**
 * Removes the deployment by the commands that `setup --remove` prints, the bucket of the code, and the log
 * groups that Lambda has made again. A command that fails stops none of the others: what is there at the
 * end is what counts.
 * @returns what is still there
 * @throws AwsCallError where that cannot be listed
 */
export async function removeDeployment(
  shell: SmokeShell,
  place: SmokePlace,
  look: () => Promise<Inventory>,
): Promise<readonly FoundThing[]> {
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

/** Without anything to remove, a command fails; the list at the end says what matters. */
async function tryTo(shell: SmokeShell, command: string): Promise<void> {
  await shell.run(`( ${command}\n) || true`);
}
