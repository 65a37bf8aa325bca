import { ListAliasesCommand, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';

import { withOperation } from '../../../src/aws/failures.ts';
import type { Workshop } from '../prove/workshop.ts';
import { zipPackage } from '../prove/zip-package.ts';
import { ACCOUNT_NAME } from './deploy.ts';
import type { SmokeShell } from './shell.ts';
import { withoutWarnings } from './shell.ts';

const LABEL = 'smoke';
const VERSIONS = 10;
const ALIAS = 'live';
const POINTED_AT = '4';
const WEIGHTED = '6';
/** The versions of ten that pruning keeps: the newest 3, the alias's two, and one below each. docs/pruning.md */
export const IN_USE: readonly string[] = ['3', POINTED_AT, '5', WEIGHTED, '8', '9', '10'];

/** Creates a function with ten versions and an alias that uses two of them. @returns its name */
export async function makeOldVersions(shop: Workshop): Promise<string> {
  const name = await shop.makeFunction(LABEL, zipPackage());
  await shop.publishVersions(name, VERSIONS);
  await shop.makeAlias(name, ALIAS, POINTED_AT, { [WEIGHTED]: 0.1 });
  return name;
}

const planned = z.object({
  outcome: z.string(),
  messages: z.array(z.string()),
  plan: z.object({
    planId: z.string(),
    functions: z.object({
      largest: z.array(z.object({ name: z.string(), delete: z.number() })),
    }),
  }),
});

/**
 * Plans the deletions of one function.
 * @returns the plan's id, and how many versions it deletes
 * @throws Error when the plan is incomplete
 */
export async function planFor(
  shell: SmokeShell,
  functionName: string,
): Promise<{ readonly planId: string; readonly deletes: number }> {
  const text = await shell.run(
    withoutWarnings(
      `npx limits-watchdog prune plan ${ACCOUNT_NAME} --function ${functionName} --json || [ $? -eq 3 ]`,
    ),
  );
  const { outcome, messages, plan } = planned.parse(JSON.parse(text));
  if (outcome !== 'done') throw new Error(`the plan is ${outcome}: ${messages.join(' ')}`);
  const deletes = plan.functions.largest.reduce((sum, one) => sum + one.delete, 0);
  return { planId: plan.planId, deletes };
}

/** Applies a plan, and reads which versions remain. @returns what differs from the expected versions, as sentences */
export async function applyAndVerify(
  shell: SmokeShell,
  lambda: LambdaClient,
  planId: string,
  functionName: string,
): Promise<readonly string[]> {
  await shell.run(`npx limits-watchdog prune apply ${planId} --confirm ${ACCOUNT_NAME}`);
  return versionDifferences(lambda, functionName, IN_USE);
}

/** Returns how a function differs from one with exactly the expected versions and the unchanged alias, as sentences. */
export async function versionDifferences(
  lambda: LambdaClient,
  FunctionName: string,
  expected: readonly string[],
): Promise<readonly string[]> {
  const { Versions = [] } = await withOperation('lambda:ListVersionsByFunction', () =>
    lambda.send(new ListVersionsByFunctionCommand({ FunctionName })),
  );
  const there = Versions.flatMap(({ Version = '' }) => (Version === '$LATEST' ? [] : [Version]));
  const { Aliases = [] } = await withOperation('lambda:ListAliases', () =>
    lambda.send(new ListAliasesCommand({ FunctionName })),
  );
  const isWhole = Aliases.some(
    ({ Name, FunctionVersion, RoutingConfig }) =>
      Name === ALIAS &&
      FunctionVersion === POINTED_AT &&
      RoutingConfig?.AdditionalVersionWeights?.[WEIGHTED] !== undefined,
  );
  return [
    ...expected.filter((one) => !there.includes(one)).map((one) => `version ${one} is gone`),
    ...there.filter((one) => !expected.includes(one)).map((one) => `version ${one} is still there`),
    ...(isWhole ? [] : ['the alias is not as it was']),
  ];
}
