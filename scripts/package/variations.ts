import type { Settings } from './settings.ts';

type File = Readonly<Record<string, unknown>>;

/** One value of a setting that packaging takes from `watchdog.yml` or `--param`. */
export interface Variation {
  readonly name: string;
  /** Changes the content of `watchdog.yml`. */
  readonly file?: (file: File) => File;
  readonly settings?: Partial<Settings>;
  /** The partition and Region to which all ARNs are moved. */
  readonly place?: { readonly partition: string; readonly region: string };
}

const ACCOUNT = '111111111111';
/** A placeholder in settings for the deployment's name, which also varies. */
export const DEPLOYMENT = '<deployment>';

/** The smallest configuration that can be packaged. */
export const PLAIN: File = {
  tooling: { account: ACCOUNT, region: 'eu-west-1' },
  role: { externalId: 'an-external-id-of-a-check' },
  alerts: { topicArn: topic('limits-watchdog-alerts') },
  regions: ['eu-west-1'],
  accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
};

const chatTopic = within('alerts', { chatTopicArn: topic('limits-watchdog-chat') });
const hook = { slackWebhookParameter: '/limits-watchdog/slack-webhook' };

/** The variations of each setting. The first of each is combined with the first of other settings. */
export const VARIATIONS: Readonly<Record<string, readonly Variation[]>> = {
  region: [
    { name: 'China', place: { partition: 'aws-cn', region: 'cn-north-1' } },
    { name: 'GovCloud', place: { partition: 'aws-us-gov', region: 'us-gov-west-1' } },
  ],
  deployment: [
    { name: 'another name', file: (file) => ({ ...file, deployment: 'spare-watchdog' }) },
  ],
  engine: [{ name: 'distributed', file: (file) => ({ ...file, engine: 'distributed' }) }],
  events: [
    {
      name: 'an event bus',
      file: within('alerts', {
        eventBusArn: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/alerts`,
      }),
    },
  ],
  roleName: [{ name: 'a role name', file: within('role', { name: 'Team.Reads+limits' }) }],
  // The roles of the tooling account are combined with others here, which saves combinations.
  rolePath: [
    {
      name: 'a role path, of roles in the stack too',
      file: (file) => withRolesInStack(within('role', { path: '/operations/limits/' })(file)),
    },
    { name: 'a role path', file: within('role', { path: '/operations/limits/' }) },
    { name: 'roles in the stack', file: withRolesInStack },
  ],
  state: [
    {
      name: 'a state object',
      file: (file) => ({ ...file, state: { bucket: 'state-of-limits', key: 'a/b.json' } }),
    },
  ],
  access: [
    {
      name: 'roles that may',
      file: (file) => ({
        ...file,
        access: {
          breakGlassRoles: [`arn:aws:iam::${ACCOUNT}:role/operations/break-glass`],
          mayPlan: [`arn:aws:iam::${ACCOUNT}:role/developers`],
          mayPrune: [`arn:aws:iam::${ACCOUNT}:role/operations/on-call`],
          mayMute: [`arn:aws:iam::${ACCOUNT}:role/operations/on-call`],
        },
      }),
    },
  ],
  routes: [
    {
      name: 'routes',
      file: within('alerts', {
        routes: ['lambda-code-storage', 'lambda-old-versions', 's3-buckets'].map((name) => ({
          name,
          limits: [name],
          topicArn: topic(name),
        })),
      }),
    },
  ],
  health: [
    { name: 'an alarm on production', file: withProductionAlarm },
    {
      name: 'a runbook',
      file: within('health', { runbook: 'https://git.example.com/docs/operations.md' }),
    },
  ],
  chat: [
    {
      name: 'a chat channel',
      file: chatTopic,
      settings: { chatWorkspaceId: 'T012ABCDEFG', chatChannelId: 'C012ABCDEFG' },
    },
    { name: 'a chat topic', file: chatTopic },
  ],
  discovery: [
    {
      name: 'accounts by rules',
      file: (file) => ({
        ...file,
        accounts: { organizations: { stage: { prod: ['/Prod'], nonprod: ['/Dev'] } } },
      }),
    },
    {
      name: 'accounts by rules, listed by a role',
      file: (file) => ({
        ...file,
        accounts: {
          organizations: {
            stage: { prod: ['/Prod'], nonprod: ['/Dev'] },
            role: 'arn:aws:iam::999999999999:role/limits-watchdog-list',
          },
        },
      }),
    },
  ],
  slack: [
    {
      name: 'Slack with a key',
      settings: { ...hook, slackWebhookKeyArn: key('11111111-2222-3333-4444-555555555555') },
    },
    { name: 'Slack', settings: hook },
  ],
  existingTopics: [
    {
      name: 'topics that are there',
      settings: { existingTopics: `limits-watchdog-alerts,${DEPLOYMENT}-health` },
    },
    {
      name: 'an alerts topic that is there',
      settings: { existingTopics: 'limits-watchdog-alerts' },
    },
    {
      name: 'a health topic that is there',
      settings: { existingTopics: `${DEPLOYMENT}-health` },
    },
  ],
  existingLogGroups: [
    {
      name: 'log groups that are there',
      settings: {
        existingLogGroups: ['watch', 'plan', 'prune']
          .map((name) => `/aws/lambda/${DEPLOYMENT}-${name}`)
          .join(','),
      },
    },
  ],
  topicKeyArns: [
    {
      name: 'an encrypted alerts topic that is there',
      settings: {
        existingTopics: 'limits-watchdog-alerts',
        topicKeyArns: key('66666666-7777-8888-9999-000000000000'),
      },
    },
  ],
  existingStateBucket: [
    { name: 'a bucket that is there', settings: { existingStateBucket: 'yes' } },
  ],
  increases: [
    { name: 'increases that are requested', file: withIncreases('ask') },
    { name: 'increases in a dry run', file: withIncreases('dry') },
  ],
  dashboard: [{ name: 'a dashboard', settings: { dashboard: 'yes' } }],
  reservedConcurrency: [{ name: 'reserved concurrency', settings: { reservedConcurrency: '1' } }],
  // Pausing is the only one of these settings that --param does not have. It is combined with
  // others here, which saves combinations.
  everyHours: [
    {
      name: 'a paused run a day',
      file: within('deploy', { schedulePaused: true }),
      settings: { everyHours: '24' },
    },
    { name: 'a run a day', settings: { everyHours: '24' } },
    { name: 'a run an hour', settings: { everyHours: '1' } },
  ],
  logRetentionDays: [{ name: 'logs of a day', settings: { logRetentionDays: '1' } }],
};

function withIncreases(mode: string): (file: File) => File {
  const rules = [{ limit: 's3-buckets', ceiling: 20_000, step: 1_000 }];
  return (file) => ({ ...file, increases: { mode, rules } });
}

/** Settings of restricted organisations. Each changes all resources of a kind alike. */
export const GUARDS: readonly Variation[] = [
  {
    name: 'a boundary',
    file: within('deploy', { permissionsBoundary: 'operations/boundary' }),
  },
  { name: 'a path of the stack', file: within('deploy', { rolePath: '/operations/watchdog/' }) },
  {
    name: 'tags',
    file: within('deploy', { tags: { team: 'platform', 'cost:centre': '4711 / a=b' } }),
  },
  {
    name: 'a key',
    file: within('deploy', { kmsKeyArn: key('aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee') }),
  },
  {
    name: 'a VPC',
    file: within('deploy', {
      vpc: {
        subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        securityGroupIds: ['sg-0123456789abcdef0'],
      },
    }),
  },
];

/** The settings that add the most resources and can be combined, to which all guards then apply. */
const MOST_RESOURCES = [
  'engine',
  'rolePath',
  'access',
  'routes',
  'health',
  'chat',
  'slack',
  'dashboard',
];

/**
 * Returns no variation; each variation alone; each pair of first variations; each guard alone; and all guards
 * together, on the smallest stack and on one with every kind of resource. Guards change different properties,
 * so they are not combined further.
 */
export function singlesAndPairs(): readonly (readonly Variation[])[] {
  const settings = Object.values(VARIATIONS);
  const firsts = settings.flatMap(([first]) => first ?? []);
  return [
    [],
    ...[...settings.flat(), ...GUARDS].map((one) => [one]),
    ...firsts.flatMap((one, at) => firsts.slice(at + 1).map((other) => [one, other])),
    GUARDS,
    [...MOST_RESOURCES.flatMap((setting) => VARIATIONS[setting]?.[0] ?? []), ...GUARDS],
  ];
}

/** Settings that only add resources, so the combinations leave them out. */
const ADDING = new Set(['increases', 'events']);
const FIRSTS = Object.entries(VARIATIONS).flatMap(([setting, [first]]) =>
  first === undefined || ADDING.has(setting) ? [] : [first],
);
/** Everything that the combinations leave out, at once. */
export const APART: readonly Variation[] = [
  ...[...ADDING].flatMap((setting) => VARIATIONS[setting]?.[0] ?? []),
  ...GUARDS,
];
/** The number of combinations. */
export const COMBINATIONS = 2 ** FIRSTS.length;

/**
 * Yields the combinations `from` to before `to`: each setting has its first variation or its default.
 * Consecutive combinations differ in the settings that are listed first.
 */
export function* fullProduct(from = 0, to = COMBINATIONS): Generator<readonly Variation[]> {
  for (let choice = from; choice < to; choice += 1) {
    yield FIRSTS.filter((_, at) => (choice & (1 << at)) !== 0);
  }
}

function within(section: string, values: File): (file: File) => File {
  return (file) => ({ ...file, [section]: { ...Object(file[section]), ...values } });
}

function withProductionAlarm(file: File): File {
  const more = withAccount(file, { id: '555555555555', name: 'prod', stage: 'prod' });
  return { ...more, health: { ...Object(file['health']), productionPercent: 90 } };
}

function withRolesInStack(file: File): File {
  const more = withAccount(file, { id: ACCOUNT, name: 'tools', stage: 'nonprod' });
  return { ...more, deploy: { ...Object(file['deploy']), rolesInStack: 'read-and-prune' } };
}

/** Adds an account, if the configuration lists its accounts. */
function withAccount(file: File, account: File): File {
  const listed: unknown = file['accounts'];
  return Array.isArray(listed) ? { ...file, accounts: [...(listed as unknown[]), account] } : file;
}

function topic(name: string): string {
  return `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`;
}

function key(id: string): string {
  return `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${id}`;
}
