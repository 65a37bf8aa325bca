import { resourceOf } from './limit.ts';
import type { AssumedUsage, Limit } from './limit.ts';

/** The numbers of resources for which docs/limits.md states the AWS calls of a run. */
export const ASSUMED = {
  functions: 200,
  versionsPerFunction: 20,
  aliasesPerFunction: 1,
  buckets: 100,
};

const VALUE_READ = 'servicequotas:GetServiceQuota';
const RETENTION = { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] };

export function coverageOf(
  catalogue: readonly Limit[],
  assumed: AssumedUsage,
): readonly CoveredLimit[] {
  return catalogue.map((limit) => coveredLimit(limit, assumed));
}

function coveredLimit(limit: Limit, assumed: AssumedUsage) {
  const { definition, quota, scope, caveat } = limit;
  const { id, title, set, source } = definition;
  return {
    id,
    title,
    ...(set !== undefined && { set }),
    where: scope,
    source: sourceOf(limit),
    // Service and code: `s3/L-DC2B2D3D`.
    ...(quota !== undefined && { quota: `${quota.ServiceCode}/${quota.QuotaCode}` }),
    // A ceiling that the team sets has no such field.
    ...(source.kind === 'quota' && { adjustable: source.increase === 'possible' }),
    actions: limit.actions.map((one) => {
      const on = resourceOf(one);
      return {
        action: one.action,
        ...(on !== undefined && { on }),
        // Calls per account and Region, or per account for an account-wide limit. Calls that are made only near
        // a threshold count as 0.
        callsPerRun: one.onlyForStorageMode ? 0 : one.callsPerRun(assumed, RETENTION),
        ...(one.remembered !== undefined && { remembered: one.remembered }),
      };
    }),
    ...(caveat !== undefined && { caveat }),
    ...('usage' in limit && { isUsageMetric: true as const }),
    ...(definition.yieldsTo !== undefined && { yieldsTo: definition.yieldsTo }),
  };
}

/** A limit as docs/limits.md and the command `limits` describe it. */
export type CoveredLimit = ReturnType<typeof coveredLimit>;

/** Where the value of a limit comes from. */
function sourceOf({
  definition,
  quota,
  actions,
}: Limit): 'quota' | 'usage answer' | 'documented' | 'ceiling' {
  if (definition.source.kind === 'ceiling') return 'ceiling';
  if (actions.some(({ action }) => action === VALUE_READ)) return 'quota';
  return quota === undefined ? 'documented' : 'usage answer';
}

export const NOT_MEASURED: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'ACM certificates created in the last 365 days (acm/L-DA1D8B98)',
    why: 'Deleted certificates count too, and no listing of AWS shows them.',
  },
  {
    what: 'Resources of a CloudFormation template',
    why: 'It takes a call for each stack; the limit is met while a template is written, and said then.',
  },
  {
    what: 'API rates whose period is one second',
    why: 'CloudWatch keeps sums of a minute at best, which say nothing of a single second.',
  },
  {
    what: 'Size of the resource policy of a Lambda function',
    why: 'It takes a call for each function, of the 15 a second that deployments share.',
  },
  {
    what: 'S3 request rates',
    why: 'They are limits of a prefix, and AWS reports no usage for one.',
  },
  {
    what: 'Bedrock tokens a minute',
    why: 'AWS counts them against a quota in a way that no answer shows.',
  },
  {
    what: 'Quotas with neither a usage metric nor a listing',
    why: 'There is nothing to read.',
  },
];
