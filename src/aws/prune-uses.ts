import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda';

import type { Region } from '../model/aws-ids.ts';
import type { VersionUse } from '../model/prune-evidence.ts';
import type { VersionRef } from '../model/prune-version.ts';
import { asked, AwsCallError, IncompleteAnswer } from './failures.ts';
import { pages, present } from './pages.ts';

export const LIST_MAPPINGS = 'lambda:ListEventSourceMappings';
export const LIST_PROVISIONED = 'lambda:ListProvisionedConcurrencyConfigs';
export const GET_POLICY = 'lambda:GetPolicy';

/** arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME, with a qualifier or without. */
const FUNCTION_ARN =
  /^arn:[^:]+:lambda:[^:]+:\d{12}:function:(?<name>[^:]+)(?::(?<qualifier>[^:]+))?$/;

/**
 * What each event source mapping of a Region invokes.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 * @throws AwsCallError when any page cannot be read.
 */
export function listMappings(lambda: LambdaClient, region: Region): Promise<readonly VersionUse[]> {
  return asked(LIST_MAPPINGS, async () => {
    const uses: VersionUse[] = [];
    const all = pages(
      (Marker) => lambda.send(new ListEventSourceMappingsCommand({ ...(Marker && { Marker }) })),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { EventSourceMappings } of all) {
      for (const mapping of present(EventSourceMappings, 'EventSourceMappings')) {
        const by = mapping.EventSourceArn ?? mapping.UUID ?? 'an event source';
        uses.push(useOf(region, mapping.FunctionArn, by));
      }
    }
    return uses;
  });
}

/**
 * The qualifiers for which one function keeps instances ready.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html
 * @throws AwsCallError when any page cannot be read.
 */
export function listProvisioned(
  lambda: LambdaClient,
  region: Region,
  functionName: string,
): Promise<readonly VersionUse[]> {
  return asked(LIST_PROVISIONED, async () => {
    const uses: VersionUse[] = [];
    const all = pages(
      (Marker) =>
        lambda.send(
          new ListProvisionedConcurrencyConfigsCommand({
            FunctionName: functionName,
            ...(Marker && { Marker }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { ProvisionedConcurrencyConfigs } of all) {
      const configs = present(ProvisionedConcurrencyConfigs, 'ProvisionedConcurrencyConfigs');
      for (const { FunctionArn } of configs) {
        uses.push(useOf(region, FunctionArn, FunctionArn ?? ''));
      }
    }
    return uses;
  });
}

/**
 * Whether a version has a policy of its own, which is how triggers and other accounts are let in. Any
 * policy counts; 404 is the only answer that means that there is none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
 * @throws AwsCallError when it cannot be read.
 */
export async function policyUses(
  lambda: LambdaClient,
  { region, functionName, version }: VersionRef,
): Promise<readonly VersionUse[]> {
  try {
    const { Policy } = await asked(GET_POLICY, () =>
      lambda.send(new GetPolicyCommand({ FunctionName: functionName, Qualifier: version })),
    );
    return [{ region, functionName, version, by: admittedBy(Policy) }];
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.errorName === 'ResourceNotFoundException') {
      return [];
    }
    throw error;
  }
}

const LONGEST_PRINCIPALS = 200;

/** The principals of a policy as it spells them; what cannot be read still admits somebody. */
function admittedBy(policy: string | undefined): string {
  const found = (policy ?? '').matchAll(/"(?:Service|AWS|Federated|Principal)"\s*:\s*"([^"]+)"/g);
  const principals = [...new Set([...found].map(([, principal = '']) => principal))];
  return principals.join(', ').slice(0, LONGEST_PRINCIPALS) || 'somebody';
}

/** Without a qualifier it is `$LATEST` that is meant. @throws IncompleteAnswer when nobody can tell what is used. */
function useOf(region: Region, functionArn: string | undefined, by: string): VersionUse {
  const { name, qualifier = '$LATEST' } = FUNCTION_ARN.exec(functionArn ?? '')?.groups ?? {};
  if (name === undefined) {
    throw new IncompleteAnswer('the ARN of a function has another form than documented');
  }
  return { region, functionName: name, version: qualifier, by };
}
