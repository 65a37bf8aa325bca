import * as z from 'zod/mini';
import { ROLE_ARN } from '../model/aws-ids.ts';
import { accountGlob } from './alerts-schema.ts';
import { list, nonEmptyList, section, text } from './schema-kinds.ts';
import { accountId } from './values.ts';

/* Which accounts of the organisation are watched, and how their stage is told. */

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html (Name): up to 128 characters. */
const OU_PATH = /^\/(?:[^/\p{C}]{1,128}(?:\/[^/\p{C}]{1,128}){0,4})?$/u;
/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Tag.html */
const TAG_KEY = /^[^\p{C}]{1,128}$/u;
const TAG_VALUE = /^[^\p{C}]{0,256}$/u;

const ouPath = text(
  OU_PATH,
  'the path of an OU such as /Workloads/Dev, or / for the whole organisation',
  'Names of OUs from the root, each with * for any characters and ? for one. Stands for what is in the OU and in those below it.',
  ['/', '/Workloads/Dev', '/Workloads/*'],
);
const tagValue = text(
  TAG_VALUE,
  "the value of a tag, or one with * and ?, such as 'pay*'",
  'Values of the tag; * stands for any characters, ? for one.',
);
const tagKey = text(
  TAG_KEY,
  'the key of a tag, such as environment',
  'Key of the tag of accounts whose value gives the stage. Without it, prod and nonprod are paths of OUs.',
);
/** A value of a tag or the path of an OU, by whether the stage is told by a tag. */
const stageGlob = text(
  TAG_VALUE,
  'a value of the tag such as production, or without tag the path of an OU such as /Workloads/Prod',
  'A value of the tag, or without tag the path of an OU; * stands for any characters, ? for one.',
);

const tagExpected = 'a map from the key of a tag to its values, such as { team: [payments] }';
const rule = section(
  {
    ous: z.optional(nonEmptyList(ouPath, 'a list of OUs such as [/Workloads]')),
    accounts: z.optional(nonEmptyList(accountGlob, 'a list of accounts such as [dev, payments-*]')),
    tags: z.optional(
      z
        .record(z.string(), nonEmptyList(tagValue, 'a list of values such as [payments]'), {
          error: () => tagExpected,
        })
        .check(z.describe('By key, which may hold * and ?: values of which one must fit.')),
    ),
  },
  'a map with ous, accounts or tags',
);

const stageRule = section(
  {
    tag: z.optional(tagKey),
    prod: nonEmptyList(stageGlob, 'a list of what says production'),
    nonprod: nonEmptyList(stageGlob, 'a list of what says that there is no production'),
  },
  'a map with prod, nonprod, and tag unless they are OUs',
).check(
  z.describe(
    'What gives the stage. Where both match, it is prod. An account that neither matches is measured, can never be pruned, and is reported.',
  ),
);

const role = text(
  ROLE_ARN,
  'the ARN of a role, such as arn:aws:iam::999999999999:role/limits-watchdog-list',
  'Assumed to list the accounts: a role of the management account, made of organization-list-role.yml. Default: the role of the function itself, which needs a delegation policy.',
);

/** `accounts.organizations`. */
export const organizations = section(
  {
    role: z.optional(role),
    include: z.optional(
      list(rule, 'a list of rules, each with ous, accounts or tags').check(
        z.describe('Accounts that fit one of these rules are watched. Default: all.'),
      ),
    ),
    exclude: z.optional(
      list(rule, 'a list of rules, each with ous, accounts or tags').check(
        z.describe('Accounts that fit one of these rules are not watched, whatever include says.'),
      ),
    ),
    stage: z.optional(stageRule),
    nameMisleads: z.optional(
      list(accountId, 'a list of account ids in quotes').check(
        z.describe(
          'Ids of accounts whose name holds a word for production, and that carry none all the same. An account of accounts.listed has prune.nameMisleads instead.',
        ),
      ),
    ),
  },
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

export type WrittenDiscovery = z.output<typeof organizations>;
