import * as z from 'zod/mini';
import type { LimitDefinition } from '../model/limit.ts';
import { alerts } from './alerts-schema.ts';
import { deploy } from './deploy/deploy-schema.ts';
import { memberBoundary } from './deploy/guard-schema.ts';
import { organizations } from './discovery-schema.ts';
import { exceptionsSchema } from './exceptions-schema.ts';
import { increasesSchema } from './increases/increases-schema.ts';
import { flag, nonEmptyList, section, text } from './schema-kinds.ts';
import {
  accountId,
  accountName,
  ageDays,
  bucket,
  ceiling,
  command,
  deployment,
  emails,
  engine,
  externalId,
  keptFunctions,
  keptVersions,
  objectKey,
  organizationId,
  percentOfQuota,
  region,
  regions,
  roleArns,
  roleName,
  rolePath,
  stage,
  threshold,
} from './values.ts';
import { quotasSchema } from './watch/quotas-schema.ts';
import { metricLimits, watchSchema } from './watch/watch-schema.ts';

const tooling = section({ account: accountId, region }, 'a map with account and region').check(
  z.describe('The account and Region in which the watchdog runs.'),
);

const role = section(
  {
    name: z.optional(roleName),
    path: z.optional(rolePath),
    permissionsBoundary: z.optional(memberBoundary),
    externalId,
    organizationId: z.optional(organizationId),
    reviewEvidence: z.optional(
      flag(
        'The read role lets the command review read in accounts that are never pruned what keeps versions in use. Default: false.',
      ),
    ),
  },
  'a map with externalId, and name if the role is not called <deployment>-read',
);

const versions = section(
  {
    keepNewest: z.optional(keptVersions),
    keepBelowAlias: z.optional(keptVersions),
    minimumAgeDays: z.optional(ageDays),
    keepFunctions: z.optional(keptFunctions),
  },
  'a map with keepNewest, keepBelowAlias, minimumAgeDays or keepFunctions',
).check(z.describe('Which published versions are not counted as old.'));

const state = section(
  { bucket: z.optional(bucket), key: z.optional(objectKey) },
  'a map with bucket or key',
).check(z.describe('Where the watchdog keeps what it must remember between runs.'));

const access = section(
  {
    breakGlassRoles: z.optional(
      roleArns.check(
        z.describe(
          'Roles that may write to and delete from the state bucket besides the roles of the functions. Default: none.',
        ),
      ),
    ),
    mayPlan: z.optional(
      roleArns.check(
        z.describe(
          'The only roles, besides those of the stack itself, that may invoke the plan function. Default: as the policies of the tooling account say.',
        ),
      ),
    ),
    mayPrune: z.optional(
      roleArns.check(
        z.describe(
          'The only roles, besides those of the stack itself, that may invoke the prune function. Default: as the policies of the tooling account say.',
        ),
      ),
    ),
    mayMute: z.optional(
      roleArns.check(
        z.describe(
          'The only roles that may invoke the mute function, which lists mutes too. Default: as the policies of the tooling account say.',
        ),
      ),
    ),
  },
  'a map with breakGlassRoles, mayPlan, mayPrune or mayMute',
).check(
  z.describe(
    'Who may write to the state bucket and invoke the functions that plan, prune and mute.',
  ),
);

/** The alarms add the anchor; their descriptions have 1,024 characters for all. */
const RUNBOOK = /^https:\/\/[A-Za-z0-9.-]{1,100}(?::\d{1,5})?(?:\/[\w./?=&%:@+~-]{0,200})?$/;

const health = section(
  {
    emails: z.optional(
      emails.check(
        z.describe(
          'Who receives the alarms about the watchdog itself by e-mail: the command subscribe subscribes them to the topic <deployment>-health.',
        ),
      ),
    ),
    runbook: z.optional(
      text(
        RUNBOOK,
        'an https address without spaces and without #, such as https://git.example.com/limits-watchdog/docs/operations.md',
        'Where people on call find docs/operations.md, or a page with its headings: each alarm links to its own. Default: the path of that file.',
        ['https://git.example.com/limits-watchdog/docs/operations.md'],
      ),
    ),
    productionPercent: z.optional(
      percentOfQuota.check(
        z.describe(
          'An alarm goes off when a quota of an account that is not nonprod is used to this percentage, from 1 to 100, and another while one is not measured. Default: none.',
        ),
      ),
    ),
  },
  'a map with emails, runbook or productionPercent',
).check(z.describe('Who is alerted when the watchdog itself has a problem.'));

const readStorageMode = flag(
  'Whether the largest functions of nonprod accounts are asked how their code is stored. Default: false.',
);

const prune = section(
  {
    nameMisleads: z.optional(
      flag('The name holds a word for production, and the account carries none all the same.'),
    ),
    liftCap: z.optional(
      flag(
        'A request may ask for more than 95 % of a function or 90 % of the account to be deleted.',
      ),
    ),
    keepFewer: z.optional(
      flag(
        'A request may keep fewer of the newest versions than versions.keepNewest. Default: false.',
      ),
    ),
    layers: z.optional(
      flag(
        'A request may ask for unused layer versions to be deleted, too. The prune role needs PruneLayers for it. Default: false.',
      ),
    ),
  },
  'a map with nameMisleads, liftCap, keepFewer or layers',
).check(z.describe('What pruning may do in this account beyond the usual; nonprod only.'));

const perRegion = flag(
  'Metrics per account and Region too, each of which CloudWatch bills. Default: false.',
);

/** How a file says its accounts: one by one, or with rules for those of the organisation. */
export type AccountsForm = 'listed' | 'discovered' | 'either';

/**
 * The whole file, for these limits. With the form that the file has, what is wrong is told in terms of
 * that form alone.
 */
export function fileSchema(definitions: readonly LimitDefinition[], form: AccountsForm = 'either') {
  const thresholds = section(
    { warn: z.optional(percentOfQuota), critical: z.optional(percentOfQuota) },
    'a map such as { warn: 80, critical: 90 }',
  ).check(z.describe('In percent of the limit, for every quota. Not for ceilings.'));
  const limits = section(
    Object.fromEntries(definitions.map((limit) => [limit.id, z.optional(limitSchema(limit))])),
    'a map from a limit to its settings',
  );
  const account = section(
    {
      id: accountId,
      name: accountName,
      stage,
      regions: z.optional(regions),
      thresholds: z.optional(thresholds),
      limits: z.optional(limits),
      prune: z.optional(prune),
    },
    'a map with id, name and stage',
  );
  const listed = nonEmptyList(account, 'a list of at least one account with id, name and stage');
  const found = section(
    { organizations, listed: z.optional(listed) },
    'a map with organizations, and listed for accounts with settings of their own',
  );
  const accounts = { listed, discovered: found, either: z.union([listed, found]) }[form];
  return section(
    {
      deployment: z.optional(deployment),
      command: z.optional(command),
      engine: z.optional(engine),
      deploy: z.optional(deploy),
      tooling,
      role,
      alerts,
      health: z.optional(health),
      regions: z.optional(regions),
      extraRegions: z.optional(regions),
      thresholds: z.optional(thresholds),
      limits: z.optional(limits),
      watch: z.optional(watchSchema(definitions)),
      quotas: z.optional(quotasSchema),
      exceptions: z.optional(exceptionsSchema(definitions)),
      increases: z.optional(increasesSchema),
      versions: z.optional(versions),
      state: z.optional(state),
      access: z.optional(access),
      readStorageMode: z.optional(readStorageMode),
      metrics: z.optional(
        section(
          { perRegion: z.optional(perRegion), limits: z.optional(metricLimits(definitions)) },
          'a map with perRegion or limits',
        ),
      ),
      accounts,
    },
    'a map',
  );
}

export type WatchdogFile = z.output<ReturnType<typeof fileSchema>>;

function limitSchema(definition: LimitDefinition) {
  const pair = {
    warn: z.optional(threshold(definition)),
    critical: z.optional(threshold(definition)),
  };
  const schema =
    definition.source.kind === 'ceiling'
      ? section({ ceiling: z.optional(ceiling), ...pair }, 'a map with ceiling, warn or critical')
      : section(pair, 'a map with warn or critical');
  return schema.check(z.describe(definition.title));
}
