import { roleAllowing } from '../../test/sandbox/fixtures/administrator.ts';
import { withHealthTopic } from '../../test/sandbox/fixtures/health-topic.ts';
import { stateBucket } from '../../test/sandbox/fixtures/state-bucket.ts';
import type { AccountWorld } from '../../test/sandbox/world.ts';
import {
  deployedName,
  FUNCTION_NAMES,
  HOME_REGION,
  PERSON_ROLE,
  STATE_BUCKET,
  TOOLING,
  TOPIC,
} from './places.ts';

/** Returns the tooling account as it is deployed. `state` is the stored state of earlier watch runs. */
export function toolingAccount(state: string): AccountWorld {
  const bucket = { StateBucket: STATE_BUCKET };
  const alerts = { ...bucket, AlertsTopicArn: TOPIC };
  return withHealthTopic({
    id: TOOLING,
    name: 'tooling',
    stacks: [
      { template: 'src/stacks/watch-function-role.yml', parameters: alerts },
      { template: 'src/stacks/plan-function-role.yml', parameters: bucket },
      { template: 'src/stacks/prune-function-role.yml', parameters: alerts },
      { template: 'src/stacks/mute-function-role.yml', parameters: bucket },
    ],
    // The permissions that a user needs to view, prune and mute.
    roles: [
      roleAllowing(
        PERSON_ROLE,
        ['lambda:InvokeFunction', 's3:GetObject', 's3:ListBucket'],
        [
          ...FUNCTION_NAMES.map(
            (name) => `arn:aws:lambda:${HOME_REGION}:${TOOLING}:function:${deployedName(name)}`,
          ),
          `arn:aws:s3:::${STATE_BUCKET}`,
          `arn:aws:s3:::${STATE_BUCKET}/limits-watchdog/reports/*`,
        ],
      ),
    ],
    buckets: [{ ...stateBucket(STATE_BUCKET), objects: { 'limits-watchdog/state.json': state } }],
    regions: {
      [HOME_REGION]: {
        topics: [
          {
            name: 'limits-watchdog-alerts',
            subscriptions: [
              { protocol: 'email', endpoint: 'ops@example.com' },
              {
                protocol: 'sqs',
                endpoint: `arn:aws:sqs:${HOME_REGION}:${TOOLING}:limits-watchdog-automation`,
              },
            ],
          },
        ],
      },
    },
  });
}
