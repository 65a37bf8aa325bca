import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Default size of a page. Basis: CloudWatch Logs API reference, DescribeLogGroups. */
const PAGE = 50;

/**
 * Resource policies of a page. AWS does not document the default; it is small, so that callers must read several
 * pages.
 */
const POLICIES_A_PAGE = 10;
const MOST_POLICIES_A_PAGE = 50;

/** The log groups and resource policies of Amazon CloudWatch Logs. */
export const logs: ServiceDefinition = {
  signingName: 'logs',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'Logs_20140328',
  spellings: {
    ...jsonSpellings(400),
    throttled: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  },
  operations: {
    DescribeLogGroups: operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse>({
      // "10 requests per second, per account, per Region." Basis: CloudWatch Logs quotas.
      rate: { name: 'logs DescribeLogGroups', perSecond: 10, burst: 10 },
      validate({ limit }) {
        if (limit !== undefined && (limit < 1 || limit > PAGE)) {
          throw invalid('limit must be between 1 and 50');
        }
      },
      needs: (_, { organisation, account, region }) => [
        {
          action: 'logs:DescribeLogGroups',
          resource: `arn:${organisation.partition}:logs:${region}:${account.id}:log-group:*`,
        },
      ],
      /** "The results are ASCII-sorted by log group name." */
      handle({ nextToken, limit = PAGE, ...query }, { account, region }) {
        const { logGroupNamePrefix = '' } = query;
        const names = (account.region(region).logGroups ?? []).filter((name) =>
          name.startsWith(logGroupNamePrefix),
        );
        const { items, next } = takeTokenPage(names, String, {
          token: nextToken,
          size: limit,
          query,
          invalid: () => invalid('The specified nextToken is invalid.'),
        });
        return {
          logGroups: items.map((logGroupName) => ({ logGroupName })),
          ...(next === undefined ? {} : { nextToken: next }),
        };
      },
    }),
    /**
     * Lists the account's policies only, unless `policyScope` is RESOURCE. Basis: API reference,
     * DescribeResourcePolicies.
     */
    DescribeResourcePolicies: operation<
      DescribeResourcePoliciesRequest,
      DescribeResourcePoliciesResponse
    >({
      validate({ limit, policyScope }) {
        if (limit !== undefined && (limit < 1 || limit > MOST_POLICIES_A_PAGE)) {
          throw invalid('limit must be between 1 and 50');
        }
        if (policyScope !== undefined) throw invalid('policyScope is not simulated');
      },
      needs: () => [{ action: 'logs:DescribeResourcePolicies', resource: '*' }],
      handle({ nextToken, limit = POLICIES_A_PAGE, ...query }, { account, region, now }) {
        const { items, next } = takeTokenPage(
          account.region(region).logPolicies ?? [],
          ({ name }) => name,
          {
            token: nextToken,
            size: limit,
            query,
            invalid: () => invalid('The specified nextToken is invalid.'),
          },
        );
        return {
          resourcePolicies: items.map(({ name, characters = 200 }) => ({
            policyName: name,
            policyDocument: ' '.repeat(characters),
            lastUpdatedTime: now,
            policyScope: 'ACCOUNT',
          })),
          ...(next === undefined ? {} : { nextToken: next }),
        };
      },
    }),
  },
};

function invalid(message: string): ServiceFailure {
  return new ServiceFailure('InvalidParameterException', message, 400);
}
