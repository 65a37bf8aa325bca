import * as z from 'zod/mini';
import type { LimitDefinition } from '../model/limit.ts';
import { alerts } from './alerts-schema.ts';
import { deploy, memberBoundary } from './deploy-schema.ts';
import type { AccountsForm } from './accounts-schema.ts';
import { accountsSchema, overridesSchema } from './accounts-schema.ts';
import {
  exceptionsSchema,
  increasesSchema,
  metricLimits,
  quotasSchema,
  watchSchema,
} from './limits-schema.ts';
import {
  choice,
  flag,
  list,
  optional,
  percent,
  section,
  settings,
  text,
  integer,
} from './schema-kinds.ts';
import {
  accountId,
  command,
  deployment,
  emails,
  externalId,
  organizationId,
  region,
  regions,
  roleArns,
  roleName,
  rolePath,
} from './values.ts';

const tooling = section(
  { account: accountId, region },
  'a map with account and region',
  'The account and Region in which the watchdog runs.',
);

const role = section(
  {
    ...optional({
      name: roleName,
      path: rolePath('IAM path of the read and the prune role in every account. Default: /.'),
      permissionsBoundary: memberBoundary,
    }),
    externalId,
    ...optional({
      organizationId,
      reviewEvidence: flag(
        'The read role lets the command review read in accounts that are never pruned what keeps versions in use. Default: false.',
      ),
    }),
  },
  'a map with externalId, and name if the role is not called <deployment>-read',
);

const MOST_VERSIONS_KEPT = 1000;
const versions = settings(
  {
    keepNewest: integer(1, MOST_VERSIONS_KEPT),
    keepBelowAlias: integer(1, MOST_VERSIONS_KEPT),
    // At least a day, as an asynchronous event can wait up to six hours for the version that it was sent to.
    minimumAgeDays: integer(1, 3650),
    keepFunctions: list(
      text(
        // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (FunctionName): up to 64 letters, digits, hyphens, underscores.
        /^[\w*?-]{1,64}$/,
        "the name of a function, or one with * and ?, such as 'legacy-*'",
        'Names of functions; * matches any characters, ? one.',
      ),
      'a list of functions such as [legacy-*]',
    ),
  },
  'Which published versions are not counted as old.',
);

/** General purpose buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET =
  /^(?!.*\.\.|xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const OBJECT_KEY = /^(?=.{1,512}$)[A-Za-z0-9][\w.=-]*(?:\/[A-Za-z0-9_][\w.=-]*)*$/;

const state = settings(
  {
    bucket: text(
      BUCKET,
      'the name of an S3 bucket, such as limits-watchdog-state-111111111111',
      'S3 bucket for the state of runs, plans and journals. Default: <deployment>-state-<tooling account>-<tooling Region>.',
    ),
    key: text(
      OBJECT_KEY,
      'an S3 key such as limits-watchdog/state.json, of letters, digits and - _ . = between slashes',
      'S3 key of the alert state. Default: <deployment>/state.json.',
    ),
  },
  'Where the watchdog keeps what it must remember between runs.',
);

const access = settings(
  {
    breakGlassRoles: roleArns(
      'Roles that may write to and delete from the state bucket besides the roles of the functions. Default: none.',
    ),
    mayPlan: roleArns(
      'The only roles, besides those of the stack itself, that may invoke the plan function. Default: as the policies of the tooling account say.',
    ),
    mayPrune: roleArns(
      'The only roles, besides those of the stack itself, that may invoke the prune function. Default: as the policies of the tooling account say.',
    ),
    mayMute: roleArns(
      'The only roles that may invoke the mute function, which lists mutes too. Default: as the policies of the tooling account say.',
    ),
  },
  'Who may write to the state bucket and invoke the functions that plan, prune and mute.',
);

const health = settings(
  {
    emails: emails(
      'Who receives the alarms about the watchdog itself by e-mail: the command subscribe subscribes them to the topic <deployment>-health.',
    ),
    runbook: text(
      // Each alarm appends the anchor of its heading. An alarm description has at most 1,024 characters.
      /^https:\/\/[A-Za-z0-9.-]{1,100}(?::\d{1,5})?(?:\/[\w./?=&%:@+~-]{0,200})?$/,
      'an https address without spaces and without #, such as https://git.example.com/limits-watchdog/docs/operations.md',
      'Where people on call find docs/operations.md, or a page with its headings: each alarm links to its own. Default: the path of that file.',
      ['https://git.example.com/limits-watchdog/docs/operations.md'],
    ),
    productionPercent: percent(
      100,
      'An alarm goes off when a quota of an account that is not nonprod is used to this percentage, from 1 to 100, and another while one is not measured. Default: none.',
    ),
  },
  'Who is alerted when the watchdog itself has a problem.',
);

/** The schema of the whole file. With the `form` of a file, its faults name only the keys of that form. */
export function fileSchema(definitions: readonly LimitDefinition[], form: AccountsForm = 'either') {
  return section(
    {
      ...optional({
        deployment,
        command,
        engine: choice(
          ['one-lambda', 'distributed'],
          'The engine of a watch run: one invocation, or a Step Functions state machine that measures batches of targets side by side. Default: one-lambda.',
        ),
        deploy,
      }),
      tooling,
      role,
      alerts,
      ...optional({ health, regions, extraRegions: regions }),
      ...overridesSchema(definitions),
      ...optional({
        watch: watchSchema(definitions),
        quotas: quotasSchema,
        exceptions: exceptionsSchema(definitions),
        increases: increasesSchema,
        versions,
        state,
        access,
        readStorageMode: flag(
          'Whether the largest functions of nonprod accounts are asked how their code is stored. Default: false.',
        ),
        metrics: settings({
          perRegion: flag(
            'Metrics per account and Region too, each of which CloudWatch bills. Default: false.',
          ),
          limits: metricLimits(definitions),
        }),
      }),
      accounts: accountsSchema(definitions, form),
    },
    'a map',
  );
}

export type WatchdogFile = z.output<ReturnType<typeof fileSchema>>;

/** JSON Schema (draft 2020-12) for editors. Checks that compare several values are not part of it. */
export function configurationJsonSchema(limits: readonly LimitDefinition[]): object {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema(limits), {
    target: 'draft-2020-12',
    io: 'input',
  });
  return { $schema, title: 'limits-watchdog configuration', ...schema };
}
