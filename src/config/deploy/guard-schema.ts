import * as z from 'zod/mini';

import { ROLE_PATH } from '../../model/aws-ids.ts';
import { nonEmptyList, section, text } from '../schema-kinds.ts';

/* What guarded organisations ask of everything that is deployed. */

/** A stack has 50, some of them its own. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-add-tags.html */
const MOST_TAGS = 40;
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_SUBNETS = 16;
const MOST_SECURITY_GROUPS = 5;

export const KEY_EXPECTED =
  'the ARN of a KMS key, not of an alias, such as arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';

export function keyArn(description: string) {
  return text(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, KEY_EXPECTED, description);
}

/** A policy's name of up to 128 characters, with its path but for the first slash. It cannot begin as an ARN does. */
const NAME = '(?:[\\w+=,.@-]{1,64}/)*[\\w+=,.@-]{1,128}';

/** In every watched account: an account's id in it would fit one of them. */
export const memberBoundary = text(
  new RegExp(`^(?:(?!arn$)${NAME}|arn:aws[a-z-]*:iam::aws:policy/${NAME})$`),
  "the name of a managed policy that every account has, such as team/boundary, or the ARN of one of AWS's own policies",
  "Permissions boundary of the read and the prune role in every account: a managed policy's name with its path. Default: none.",
  ['team/boundary'],
);

const TAG_TEXT = 'A-Za-z0-9 _.:/+@-';
/** Those that the stack has by itself. */
const OWN_TAGS = '[aA][wW][sS]:|limits-watchdog$|[sS][tT][aA][gG][eE]$';
const TAGS_EXPECTED = `a map of up to ${MOST_TAGS} tags such as { team: platform }; keys of 1 to 128 and values of up to 256 letters, digits, spaces and _.:/+@-, values also =; not aws:…, STAGE or limits-watchdog`;
const error = () => TAGS_EXPECTED;

const tags = z
  .record(
    z
      .string({ error })
      .check(z.regex(new RegExp(`^(?!${OWN_TAGS})(?! )[${TAG_TEXT}]{1,128}(?<! )$`), { error })),
    z.string({ error }).check(z.regex(new RegExp(`^(?! )[=${TAG_TEXT}]{0,256}(?<! )$`), { error })),
    { error },
  )
  .check(
    z.refine((all) => Object.keys(all).length <= MOST_TAGS, { error }),
    z.describe('Tags of the stack, of all that it makes, and of the role stacks. Default: none.'),
  );

function ids(kind: 'subnet' | 'sg', most: number, what: string) {
  const expected = `a list of 1 to ${most} ids of ${what}, such as [${kind}-0123456789abcdef0]`;
  return nonEmptyList(
    text(
      new RegExp(`^${kind}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`),
      expected,
      `Id of one of the ${what}.`,
    ),
    expected,
  ).check(z.maxLength(most, { error: () => expected }));
}

/** Keys of `deploy`. */
export const guards = {
  permissionsBoundary: z.optional(
    text(
      new RegExp(`^(?:(?!arn$)${NAME}|arn:aws[a-z-]*:iam::(?:\\d{12}|aws):policy/${NAME})$`),
      'the name of a managed policy of the tooling account, such as team/boundary, or its ARN',
      "Permissions boundary of every role of the stack: a managed policy's name with its path, or its ARN. Default: none.",
      ['team/boundary'],
    ),
  ),
  rolePath: z.optional(
    text(
      ROLE_PATH,
      '/ or a path that begins and ends with /, such as /operations/',
      'IAM path of every role of the stack; it cannot change while the stack is there. Default: /.',
    ),
  ),
  tags: z.optional(tags),
  kmsKeyArn: z.optional(
    keyArn(
      'KMS key for the topics, queues, log groups and the state bucket that the stack makes. Default: keys of AWS.',
    ),
  ),
  vpc: z.optional(
    section(
      {
        subnetIds: ids('subnet', MOST_SUBNETS, 'subnets'),
        securityGroupIds: ids('sg', MOST_SECURITY_GROUPS, 'security groups'),
      },
      'a map with subnetIds and securityGroupIds',
    ).check(z.describe('VPC in which all functions of the stack run. Default: none.')),
  ),
};
