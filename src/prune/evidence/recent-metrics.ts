import { MINUTE_MS } from '../../model/time.ts';
import type { Dimension } from '@aws-sdk/client-cloudwatch';

import { required } from '../../aws/pages.ts';
import type { FunctionReference, Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import type { WalkedCaller } from './caller.ts';
import { noteUses } from './reference-notes.ts';

const LIST_METRICS = 'cloudwatch:ListMetrics';
const INVOCATIONS = { Namespace: 'AWS/Lambda', MetricName: 'Invocations' };

/**
 * The check for versions with an invocation metric, which CloudWatch lists for about two weeks. The dimension `Resource`
 * is the `NAME:QUALIFIER` that was called; `ExecutedVersion` is the version to which an alias sent the call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
 */
export const recentMetrics: WalkedCaller<'recent-metrics', typeof LIST_METRICS> = {
  check: 'recent-metrics',
  label: 'recent invocation metrics',
  sentence: 'invoked',
  whenApplying: 'aged',
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
  shownLateMs: 15 * MINUTE_MS,
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_METRICS }],
  grants: {
    [LIST_METRICS]: {
      reason: 'Versions that were invoked in the last two weeks are in use.',
      pace: { name: 'metrics', perSecond: 10 },
      probe: ({ call }) => call(LIST_METRICS, INVOCATIONS),
      input: ({ token }) => ({ ...INVOCATIONS, NextToken: token }),
      read: ({ Metrics, NextToken }, _, home) => ({
        notes: required(Metrics, 'Metrics').flatMap(({ Dimensions }) =>
          noteUses(referencesIn(Dimensions ?? [], home), 'invoked in about the last 14 days'),
        ),
        next: NextToken,
      }),
    },
  },
};

function referencesIn(dimensions: readonly Dimension[], home: Home): readonly FunctionReference[] {
  const named = new Map(dimensions.map(({ Name, Value }) => [Name ?? '', Value ?? '']));
  const executed = named.get('ExecutedVersion');
  return [named.get('Resource'), named.get('FunctionName')].flatMap((text) => {
    const found = functionReference(text ?? '', home);
    if (found.kind !== 'own') return [];
    return [found, { ...found, qualifier: executed ?? found.qualifier }];
  });
}
