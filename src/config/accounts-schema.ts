import * as z from 'zod/mini';
import { ROLE_ARN } from '../model/aws-ids.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { flag, list, nonEmptyList, optional, section, settings, text } from './schema-kinds.ts';
import {
  accountId,
  accountName,
  ceiling,
  percentOfQuota,
  regions,
  someAccounts,
  stage,
  threshold,
} from './values.ts';

/** The path of an OU with up to five names, each of up to 128 printable characters. */
const OU_PATH = /^\/(?:[^/\p{C}]{1,128}(?:\/[^/\p{C}]{1,128}){0,4})?$/u;
/** Key and value of a tag: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Tag.html */
const TAG_KEY = /^[^\p{C}]{1,128}$/u;
const TAG_VALUE = /^[^\p{C}]{0,256}$/u;

const ouPath = text(
  OU_PATH,
  'the path of an OU such as /Workloads/Dev, or / for the whole organisation',
  'Names of OUs from the root, each with * for any characters and ? for one. Means what is in the OU and in those below it.',
  ['/', '/Workloads/Dev', '/Workloads/*'],
);
const tagValue = text(
  TAG_VALUE,
  "the value of a tag, or one with * and ?, such as 'pay*'",
  'Values of the tag; * matches any characters, ? one.',
);
const stageGlob = text(
  TAG_VALUE,
  'a value of the tag such as production, or without tag the path of an OU such as /Workloads/Prod',
  'A value of the tag, or without tag the path of an OU; * matches any characters, ? one.',
);

function rules(description: string) {
  const rule = settings({
    ous: nonEmptyList(ouPath, 'a list of OUs such as [/Workloads]'),
    accounts: someAccounts,
    tags: z
      .record(z.string(), nonEmptyList(tagValue, 'a list of values such as [payments]'), {
        error: () => 'a map from the key of a tag to its values, such as { team: [payments] }',
      })
      .check(z.describe('By key, which may hold * and ?: values of which one must fit.')),
  });
  return list(rule, 'a list of rules, each with ous, accounts or tags', description);
}

const stageRule = section(
  {
    ...optional({
      tag: text(
        TAG_KEY,
        'the key of a tag, such as environment',
        'Key of the tag of accounts whose value gives the stage. Without it, prod and nonprod are paths of OUs.',
      ),
    }),
    prod: nonEmptyList(stageGlob, 'a list of what says production'),
    nonprod: nonEmptyList(stageGlob, 'a list of what says that there is no production'),
  },
  'a map with prod, nonprod, and tag unless they are OUs',
  'What gives the stage. Where both match, it is prod. An account that neither matches is measured, can never be pruned, and is reported.',
);

const organizations = section(
  optional({
    role: text(
      ROLE_ARN,
      'the ARN of a role, such as arn:aws:iam::999999999999:role/limits-watchdog-list',
      'Assumed to list the accounts: a role of the management account, made of organization-list-role.yml. Default: the role of the function itself, which needs a delegation policy.',
    ),
    include: rules('Accounts that fit one of these rules are watched. Default: all.'),
    exclude: rules('Accounts that fit one of these rules are not watched, whatever include says.'),
    stage: stageRule,
    nameMisleads: list(
      accountId,
      'a list of account ids in quotes',
      'Ids of accounts whose name contains a word for production, but that carry no production. An account of accounts.listed has prune.nameMisleads instead.',
    ),
  }),
  'a map with include, exclude, stage, nameMisleads or role',
).check(
  z.meta({
    description: 'The accounts of the organisation, listed anew in each run.',
    examples: [
      {
        include: [{ ous: ['/Workloads'] }],
        exclude: [{ tags: { 'limits-watchdog': ['off'] } }],
        stage: { tag: 'environment', prod: ['prod', 'production'], nonprod: ['dev', 'test'] },
      },
    ],
  }),
);

export type DiscoverySection = z.output<typeof organizations>;

const prune = settings(
  {
    nameMisleads: flag(
      'true: the name contains a word for production, but the account carries no production.',
    ),
    liftCap: flag(
      'A request may ask for more than 95 % of a function or 90 % of the account to be deleted.',
    ),
    keepFewer: flag(
      'A request may keep fewer of the newest versions than versions.keepNewest. Default: false.',
    ),
    layers: flag(
      'A request may ask for unused layer versions to be deleted, too. The prune role needs PruneLayers for it. Default: false.',
    ),
  },
  'What pruning may do in this account beyond the usual; nonprod only.',
);

export type PruneSection = z.output<typeof prune>;

/** The keys `thresholds` and `limits`, for the whole file or for one account. They replace the limits' defaults. */
export function overridesSchema(definitions: readonly LimitDefinition[]) {
  return optional({
    thresholds: section(
      optional({ warn: percentOfQuota, critical: percentOfQuota }),
      'a map such as { warn: 80, critical: 90 }',
      'In percent of the limit, for every quota. Not for ceilings.',
    ),
    limits: section(
      optional(Object.fromEntries(definitions.map((limit) => [limit.id, limitSchema(limit)]))),
      'a map from a limit to its settings',
    ),
  });
}

function limitSchema(definition: LimitDefinition) {
  const pair = { warn: threshold(definition), critical: threshold(definition) };
  return definition.source.kind === 'ceiling'
    ? section(
        optional({ ceiling, ...pair }),
        'a map with ceiling, warn or critical',
        definition.title,
      )
    : section(optional(pair), 'a map with warn or critical', definition.title);
}

/** `listed`: the file lists its accounts; `discovered`: it has rules that find accounts; `either` accepts both. */
export type AccountsForm = 'listed' | 'discovered' | 'either';

export function accountsSchema(definitions: readonly LimitDefinition[], form: AccountsForm) {
  const account = section(
    {
      id: accountId,
      name: accountName,
      stage,
      ...optional({ regions }),
      ...overridesSchema(definitions),
      ...optional({ prune }),
    },
    'a map with id, name and stage',
  );
  const listed = nonEmptyList(account, 'a list of at least one account with id, name and stage');
  const discovered = section(
    { organizations, ...optional({ listed }) },
    'a map with organizations, and listed for accounts with settings of their own',
  );
  return { listed, discovered, either: z.union([listed, discovered]) }[form];
}
