import * as sdk from '@aws-sdk/client-iam';
import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam';
import type { Account } from '../state/account.ts';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import { globalRegionOf } from '../regions.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { querySpellings } from '../wire/spellings.ts';

/** AWS Identity and Access Management: global, signed for one Region of the partition. The rate is an assumption. */
export const iam: ServiceDefinition = {
  signingName: 'iam',
  sdk,
  protocol: 'awsQuery',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  spellings: querySpellings,
  rate: { name: 'iam reads', perSecond: 5, burst: 5 },
  operations: {
    /** By name alone: names are unique in an account, whatever the path. */
    GetRole: operation<GetRoleRequest, GetRoleResponse>({
      validate({ RoleName }, { region, organisation }) {
        if (region !== globalRegionOf(organisation.partition)) {
          throw new ServiceFailure(
            'SignatureDoesNotMatch',
            `Credential should be scoped to a valid region, not '${region}'.`,
            403,
          );
        }
        if (!/^[\w+=,.@-]{1,64}$/.test(RoleName)) {
          throw new ServiceFailure(
            'ValidationError',
            'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
            400,
          );
        }
      },
      needs: ({ RoleName }, context) => [
        {
          action: 'iam:GetRole',
          resource: arnOf(RoleName, context),
          shownAs: `role ${RoleName}`,
        },
      ],
      handle({ RoleName }, { account }) {
        const role = account.roles.get(RoleName);
        if (role === undefined) {
          throw new ServiceFailure(
            'NoSuchEntity',
            `The role with name ${RoleName} cannot be found.`,
            404,
          );
        }
        return {
          Role: {
            Path: role.path,
            RoleName: role.name,
            RoleId: role.id,
            Arn: role.arn,
            CreateDate: madeAt(account),
            MaxSessionDuration: role.maxSessionSeconds,
          },
        };
      },
    }),
  },
};

/** With its path where there is such a role; nobody knows the path of one that there is not. */
function arnOf(name: string, { account, organisation }: RequestContext): string {
  return (
    account.roles.get(name)?.arn ?? `arn:${organisation.partition}:iam::${account.id}:role/${name}`
  );
}

/** Roles of a world are as old as its account. */
function madeAt({ startedAt }: Account): Date {
  return new Date(Math.floor(startedAt / 1000) * 1000);
}
