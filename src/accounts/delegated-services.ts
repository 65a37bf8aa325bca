import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ListDelegatedServicesForAccountCommand } from '@aws-sdk/client-organizations';

import { withOperation, AwsCallError } from '../aws/failures.ts';
import { pages, required } from '../aws/pages.ts';
import type { AccountId } from '../model/aws-ids.ts';
import { LIST_DELEGATED_SERVICES } from './organization-actions.ts';

/** Whoever administers StackSets can put any role into any member account. */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/**
 * Whether the account is registered as a delegated administrator for StackSets; undefined where that cannot be
 * told, as AWS answers only the management account and delegated administrators.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedServicesForAccount.html
 */
export async function administersStackSets(
  organizations: OrganizationsClient,
  account: AccountId,
): Promise<boolean | undefined> {
  try {
    return await withOperation(LIST_DELEGATED_SERVICES, async () => {
      const all = pages(
        (NextToken) =>
          organizations.send(
            new ListDelegatedServicesForAccountCommand({
              AccountId: account,
              ...(NextToken && { NextToken }),
            }),
          ),
        ({ NextToken }) => NextToken,
      );
      for await (const { DelegatedServices } of all) {
        const services = required(DelegatedServices, 'DelegatedServices');
        if (services.some(({ ServicePrincipal }) => ServicePrincipal === STACK_SETS)) return true;
      }
      return false;
    });
  } catch (error) {
    if (error instanceof AwsCallError) return undefined;
    throw error;
  }
}
