import * as z from 'zod/mini';
import {
  ACCOUNT_ID,
  EXTERNAL_ID,
  ORGANIZATION_ID,
  REGION,
  ROLE_ARN,
  ROLE_NAME,
  ROLE_PATH,
} from '../model/aws-ids.ts';
import { STAGES } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';
import {
  choice,
  list,
  nonEmptyList,
  number,
  optional,
  percent,
  section,
  text,
  integer,
} from './schema-kinds.ts';
import { CODE_GLOB, SENTENCE, SHORT_TEXT } from '../documents/text-patterns.ts';

const MOST_PERCENT_OF_CEILING = 10_000;
const MOST_GIB = 1_000_000;
export const MOST_THINGS = 1_000_000_000;

/** The name or path of a program, possibly after a runner such as npx, without characters that a shell interprets. */
const COMMAND = /^[A-Za-z0-9@._/~-][A-Za-z0-9@._/~=: -]{0,98}[A-Za-z0-9@._/~-]$/;

export const command = text(
  COMMAND,
  'what is typed to run limits-watchdog, 2 to 100 letters, digits, spaces and @._/~=:-, such as ./limits-watchdog',
  'What messages and pages tell people to type before a command such as prune dev. Default: limits-watchdog.',
  ['limits-watchdog', 'node ./limits-watchdog.cjs'],
);

export const deployment = text(
  /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/,
  '1 to 32 letters, digits and hyphens, such as limits-watchdog',
  'Name of this deployment in session names, messages and metrics. Default: limits-watchdog.',
);
export const accountId = text(
  ACCOUNT_ID,
  "the account's 12 digits in quotes, such as '222222222222'",
  'AWS account id: 12 digits, in quotes so that leading zeros are kept.',
);
export const accountName = text(
  SHORT_TEXT,
  'a name of 1 to 64 printable characters, without spaces at its ends',
  'Name of the account in messages.',
);
export const region = text(
  REGION,
  'a Region code such as eu-west-1',
  'AWS Region code.',
  KNOWN_REGIONS,
);
export const regions = nonEmptyList(
  region,
  'a list of Region codes such as [eu-west-1, us-east-1]',
);
export const stage = choice(['prod', 'nonprod'], 'prod is never pruned; nonprod may be.');

export const roleName = text(
  ROLE_NAME,
  'the name of the read role without its path, such as limits-watchdog-read',
  'Name of the read role in every account. Default: <deployment>-read.',
);
export function rolePath(description: string) {
  const expected = '/ or a path that begins and ends with /, such as /operations/';
  return text(ROLE_PATH, expected, description);
}
export function roleArns(description: string) {
  return nonEmptyList(
    text(
      ROLE_ARN,
      'the ARN of a role with its path, such as arn:aws:iam::111111111111:role/operations/on-call',
      'ARN of a role, with its path and without wildcards.',
    ),
    'a list of ARNs of roles, each with its path, such as [arn:aws:iam::111111111111:role/operations/on-call]',
    description,
  );
}
export const externalId = text(
  EXTERNAL_ID,
  'the 2 to 1,224 characters that the trust policy of the read role asks for',
  'External id that the trust policy of the read role asks for.',
);
export const organizationId = text(
  ORGANIZATION_ID,
  'the id of an organisation, o- and its 10 to 32 small letters or digits, such as o-a1b2c3d4e5',
  'Organisation that callers of the roles must belong to. Without it they may belong to every one.',
);

/** An address that SNS accepts, without characters that would break a line or a list. */
const EMAIL =
  /^(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const MOST_EMAILS = 50;

export function emails(description: string) {
  const expected = `a list of up to ${MOST_EMAILS} e-mail addresses such as [ops@example.com]`;
  const email = text(
    EMAIL,
    'an e-mail address such as ops@example.com',
    'E-mail address that the command subscribe subscribes; each has to be confirmed.',
    ['ops@example.com'],
  );
  return list(email, expected, description).check(
    z.maxLength(MOST_EMAILS, { error: () => expected }),
  );
}

export const percentOfQuota = percent(100);
export const ceiling = integer(1, MOST_THINGS);
const freeCount = integer(1, MOST_THINGS);
const freeGiB = gibibytes('GiB that must stay free.');

export function gibibytes(description: string) {
  return number(`a number of GiB above 0 and at most ${MOST_GIB}`, MOST_GIB, description);
}

export function threshold({ source, unit }: LimitDefinition) {
  const fraction = source.kind === 'quota' ? percentOfQuota : percent(MOST_PERCENT_OF_CEILING);
  const inBytes = unit === 'bytes';
  const example = inBytes ? '{ freeGiB: 20 }' : '{ free: 50 }';
  const expected = `a percentage such as 80, or what must stay free, such as ${example}`;
  const free = inBytes ? section({ freeGiB }, expected) : section({ free: freeCount }, expected);
  return z.union([fraction, free], { error: () => expected });
}

export function owner(description: string) {
  return text(SHORT_TEXT, '1 to 64 printable characters, such as the name of a team', description);
}
export function reason(description: string) {
  return text(SENTENCE, '1 to 200 printable characters that say why', description);
}

const accountGlob = text(
  SHORT_TEXT,
  "the name of an account, its id in quotes, or either with * and ?, such as 'payments-*'",
  'Id or name of accounts; * matches any characters, ? one. A glob that starts with * is in quotes.',
);
const regionGlob = text(
  CODE_GLOB,
  "a Region code, or one with * and ?, such as 'eu-*'",
  'Region codes, or global for the limits of an account as a whole; * matches any characters, ? one.',
  ['global', ...KNOWN_REGIONS],
);
const limitGlob = text(
  CODE_GLOB,
  "the id of a limit, or one with * and ?, such as 'lambda-*'",
  'Ids of limits; * matches any characters, ? one.',
);
const routedStage = choice(
  STAGES,
  'unstaged: discovered accounts whose stage no rule gives.',
  'prod or nonprod, or unstaged for discovered accounts',
);

const ACCOUNTS_EXPECTED = 'a list of accounts such as [dev, payments-*]';
export const someAccounts = nonEmptyList(accountGlob, ACCOUNTS_EXPECTED);
export const accountGlobs = list(accountGlob, ACCOUNTS_EXPECTED);
export const regionGlobs = list(regionGlob, 'a list of Regions such as [eu-west-1, us-*]');
export const limitGlobs = list(limitGlob, 'a list of limits such as [lambda-*]');
export const scope = optional({
  accounts: accountGlobs,
  stages: list(routedStage, 'a list of stages such as [prod]'),
});
