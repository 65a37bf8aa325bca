import { withHealthTopic } from '../../../test/sandbox/fixtures/health-topic.ts';
import type { AccountWorld, FunctionWorld, World } from '../../../test/sandbox/world.ts';

/** A simulated world, and the configuration of the deployment that watches it. */
export interface Setting {
  readonly world: World;
  /** The text of watchdog.yml, as JSON, which is valid YAML. */
  readonly configurationText: string;
}

export const TOOLING = '111111111111';
export const TOOLING_REGION = 'eu-west-1';
const EXTERNAL_ID = 'bench-external-id';
const TOPIC = `arn:aws:sns:${TOOLING_REGION}:${TOOLING}:limits-watchdog-alerts`;
const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-${TOOLING_REGION}`;
const DAY_MS = 86_400_000;

/** Returns the tooling account with the roles of all functions, and the state of earlier watch runs if given. */
export function toolingAccount(state?: string): AccountWorld {
  const stack = (name: string, parameters: Readonly<Record<string, string>>) => ({
    template: `src/stacks/${name}-function-role.yml`,
    parameters: { StateBucket: STATE_BUCKET, ...parameters },
  });
  return withHealthTopic(
    {
      id: TOOLING,
      name: 'tooling',
      stacks: [
        stack('watch', { AlertsTopicArn: TOPIC }),
        stack('plan', {}),
        stack('prune', { AlertsTopicArn: TOPIC }),
      ],
      buckets: [
        {
          name: STATE_BUCKET,
          region: TOOLING_REGION,
          isVersioned: true,
          ...(state !== undefined && { objects: { 'limits-watchdog/state.json': state } }),
        },
      ],
      regions: {
        [TOOLING_REGION]: {
          topics: [
            {
              name: 'limits-watchdog-alerts',
              subscriptions: [{ protocol: 'email', endpoint: 'ops@example.com' }],
            },
          ],
        },
      },
    },
    TOOLING_REGION,
  );
}

/** Returns a member account with the shipped read role, including the permissions for planning, and the prune role. */
export function memberAccount(
  id: string,
  name: string,
  content: Partial<AccountWorld> = {},
  readParameters: Readonly<Record<string, string>> = {},
): AccountWorld {
  const parameters = { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };
  return {
    id,
    name,
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ...parameters, ...readParameters, PlanEvidence: 'true' },
      },
      {
        template: 'src/stacks/member-prune-role.yml',
        parameters: { ...parameters, Stage: 'nonprod' },
      },
    ],
    ...content,
  };
}

/** Returns the configuration that watches these accounts in these Regions. Every account is non-production. */
export function configurationText(
  accounts: readonly Pick<AccountWorld, 'id' | 'name'>[],
  regions: readonly string[],
  settings: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    tooling: { account: TOOLING, region: TOOLING_REGION },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions,
    accounts: accounts.map(({ id, name }) => ({ id, name, stage: 'nonprod' })),
    ...settings,
  });
}

/** Returns a twelve-digit account id. */
export function accountId(at: number): string {
  return String(200_000_000_000 + at);
}

/**
 * Returns `count` functions with `versions` versions each, or `versions(index)`, and an alias on the newest.
 * They were published over a year until three weeks before `now`, so all of them are past the minimum age.
 */
export function functionsOf(
  count: number,
  versions: number | ((at: number) => number),
  now: number,
): readonly FunctionWorld[] {
  return Array.from({ length: count }, (_, at) => {
    const newest = typeof versions === 'number' ? versions : versions(at);
    return {
      name: `service-${String(at).padStart(5, '0')}`,
      versions: `1-${newest}`,
      codeSize: 1024 ** 2,
      publishedFrom: new Date(now - 385 * DAY_MS).toISOString(),
      publishedTo: new Date(now - 21 * DAY_MS).toISOString(),
      aliases: [{ name: 'live', version: String(newest) }],
    };
  });
}
