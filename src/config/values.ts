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
import { list, nonEmptyList, number, percent, section, text, whole } from './schema-kinds.ts';
import { SHORT_TEXT } from '../documents/text-patterns.ts';

/* Single values of watchdog.yml: what each must look like, and its range. */

const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;
/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (FunctionName): up to 64 letters, digits, hyphens, underscores. */
const FUNCTION_GLOB = /^[\w*?-]{1,64}$/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, of general purpose buckets. */
export const BUCKET =
  /^(?!.*\.\.|xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Only characters that mean the same in a key, in a URL and in a policy. */
const OBJECT_KEY = /^(?=.{1,512}$)[A-Za-z0-9][\w.=-]*(?:\/[A-Za-z0-9_][\w.=-]*)*$/;

const MOST_PERCENT_OF_QUOTA = 100;
const MOST_PERCENT_OF_CEILING = 10_000;
export const MOST_GIB = 1_000_000;
export const MOST_THINGS = 1_000_000_000;
const MOST_VERSIONS_KEPT = 1000;
/** Never less than a day: asynchronous events wait up to six hours for the version that they were sent to. */
const LEAST_AGE_DAYS = 1;
const MOST_AGE_DAYS = 3650;

/** One line that a shell takes as it is written: a program, its path, or a runner such as npx with words. */
const COMMAND = /^[A-Za-z0-9@._/~-][A-Za-z0-9@._/~=: -]{0,98}[A-Za-z0-9@._/~-]$/;

export const command = text(
  COMMAND,
  'what is typed to run limits-watchdog, 2 to 100 letters, digits, spaces and @._/~=:-, such as ./limits-watchdog',
  'What messages and pages tell people to type before a command such as prune dev. Default: limits-watchdog.',
  ['limits-watchdog', 'node ./limits-watchdog.cjs'],
);

export const deployment = text(
  NAME,
  '1 to 32 letters, digits and hyphens, such as limits-watchdog',
  'Name of this deployment in session names, messages and metrics. Default: limits-watchdog.',
);
export const accountId = text(
  ACCOUNT_ID,
  "the account's 12 digits in quotes, such as '222222222222'",
  'AWS account id: 12 digits, in quotes so that leading zeros are kept.',
);
export const region = text(
  REGION,
  'a Region code such as eu-west-1',
  'AWS Region code.',
  KNOWN_REGIONS,
);
export const roleName = text(
  ROLE_NAME,
  'the name of the read role without its path, such as limits-watchdog-read',
  'Name of the read role in every account. Default: <deployment>-read.',
);
export const rolePath = text(
  ROLE_PATH,
  '/ or a path that begins and ends with /, such as /operations/',
  'IAM path of the read and the prune role in every account. Default: /.',
);
const ROLES_EXPECTED =
  'a list of ARNs of roles, each with its path, such as [arn:aws:iam::111111111111:role/operations/on-call]';
export const roleArns = nonEmptyList(
  text(
    ROLE_ARN,
    'the ARN of a role with its path, such as arn:aws:iam::111111111111:role/operations/on-call',
    'ARN of a role, with its path and without wildcards.',
  ),
  ROLES_EXPECTED,
);
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
/** What SNS takes for an address, and no text that would break a line or a list. */
const EMAIL =
  /^(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
/** More than SNS lists in one answer would make each run ask again. */
const MOST_EMAILS = 50;

export const email = text(
  EMAIL,
  'an e-mail address such as ops@example.com',
  'E-mail address that the command subscribe subscribes; each has to be confirmed.',
  ['ops@example.com'],
);
const EMAILS_EXPECTED = `a list of up to ${MOST_EMAILS} e-mail addresses such as [ops@example.com]`;
export const emails = list(email, EMAILS_EXPECTED).check(
  z.maxLength(MOST_EMAILS, { error: () => EMAILS_EXPECTED }),
);
export const accountName = text(
  SHORT_TEXT,
  'a name of 1 to 64 printable characters, without spaces at its ends',
  'Name of the account in messages.',
);
export const stage = z
  .enum(['prod', 'nonprod'], { error: () => 'prod or nonprod' })
  .check(z.describe('prod is never pruned; nonprod may be.'));
export const engine = z
  .enum(['one-lambda', 'distributed'], { error: () => 'one-lambda or distributed' })
  .check(
    z.describe(
      'What runs a watch run: one invocation, or a Step Functions state machine that measures batches of targets side by side. Default: one-lambda.',
    ),
  );

export const routedStage = z
  .enum(STAGES, { error: () => 'prod or nonprod, or unstaged for discovered accounts' })
  .check(z.describe('unstaged: discovered accounts whose stage no rule gives.'));
export const regions = nonEmptyList(
  region,
  'a list of Region codes such as [eu-west-1, us-east-1]',
);

export const percentOfQuota = percent(MOST_PERCENT_OF_QUOTA);
export const keptVersions = whole(1, MOST_VERSIONS_KEPT);
export const ageDays = whole(LEAST_AGE_DAYS, MOST_AGE_DAYS);
export const ceiling = whole(1, MOST_THINGS);

export const keptFunctions = list(
  text(
    FUNCTION_GLOB,
    "the name of a function, or one with * and ?, such as 'legacy-*'",
    'Names of functions; * stands for any characters, ? for one.',
  ),
  'a list of functions such as [legacy-*]',
);
export const bucket = text(
  BUCKET,
  'the name of an S3 bucket, such as limits-watchdog-state-111111111111',
  'S3 bucket for what is remembered between runs. Default: <deployment>-state-<tooling account>-<tooling Region>.',
);
export const objectKey = text(
  OBJECT_KEY,
  'an S3 key such as limits-watchdog/state.json, of letters, digits and - _ . = between slashes',
  'S3 key of what is remembered between runs. Default: <deployment>/state.json.',
);

const freeGiB = number(
  `a number of GiB above 0 and at most ${MOST_GIB}`,
  MOST_GIB,
  'GiB that must stay free.',
);
const freeCount = whole(1, MOST_THINGS);

/** A threshold of one limit: a percentage, or what must stay free in the limit's own unit. */
export function threshold(definition: LimitDefinition) {
  const fraction = percent(
    definition.source.kind === 'quota' ? MOST_PERCENT_OF_QUOTA : MOST_PERCENT_OF_CEILING,
  );
  const inBytes = definition.unit === 'bytes';
  const example = inBytes ? '{ freeGiB: 20 }' : '{ free: 50 }';
  const expected = `a percentage such as 80, or what must stay free, such as ${example}`;
  const free = inBytes ? section({ freeGiB }, expected) : section({ free: freeCount }, expected);
  return z.union([fraction, free], { error: () => expected });
}
