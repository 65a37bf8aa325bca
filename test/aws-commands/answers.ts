import { readFileSync } from 'node:fs';

import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { ServiceFailure } from '../sandbox/wire/failure.ts';
import type { Members } from '../sandbox/wire/message.ts';
import type { Call } from './recorder.ts';

/** Resources that the recorder's answers contain, for commands that remove them. */
export const CODE_BUCKET = 'payments-serverlessdeploymentbucket-abc';
export const CODE_OBJECT = 'serverless/payments/live/watch.zip';
export const OPERATION = 'operation-1';
export const INSTANCES = ['222222222222', '333333333333'] as const;
export const VERSIONS = [
  { Key: 'payments/state one.json', VersionId: 'v1' },
  { Key: `payments/"a'b&<c>$(id)`, VersionId: 'v2' },
] as const;

/** Parameters of stacks that are already deployed. */
const DEPLOYED_PARAMETERS = [
  'member-read-role',
  'member-prune-role',
  'organization-list-role',
].flatMap((name) => {
  const file = new URL(`../../src/stacks/${name}.yml`, import.meta.url);
  return Object.keys(readTemplate(readFileSync(file, 'utf8')).parameters);
});

export interface RecordedRequest {
  readonly call: Call;
  /** Earlier requests of the same command. */
  readonly before: readonly Call[];
  readonly host: string;
  readonly accessKeyId: string;
}

type Answer = (asked: RecordedRequest) => Members;

/** The access keys of commands whose stacks already exist begin with this text. */
export const HAS_STACKS = 'AKIAHASSTACK';
const OBJECT = 'content';
const EXECUTED = 'cloudformation:ExecuteChangeSet';

/** Answers that a command needs to continue, by operation; other operations get an empty answer. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'organizations:ListRoots': () => ({ Roots: [{ Id: 'r-root', Name: 'Root' }] }),
  'organizations:DescribeResourcePolicy': () => {
    throw new ServiceFailure('ResourcePolicyNotFoundException', 'There is none.', 400);
  },
  'cloudformation:DescribeStacks': ({ call: { input }, before, accessKeyId }) => {
    // The command reads the stack set before and after it changes it; each instance is in another account.
    const isMade = before.at(-1)?.operation === EXECUTED;
    if (!isMade && !accessKeyId.startsWith(HAS_STACKS)) {
      const message = `Stack with id ${String(input['StackName'])} does not exist`;
      throw new ServiceFailure('ValidationError', message, 400);
    }
    return {
      Stacks: [
        {
          StackName: input['StackName'],
          StackStatus: accessKeyId.startsWith(HAS_STACKS) ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE',
          CreationTime: new Date(0),
        },
      ],
    };
  },
  'cloudformation:GetTemplateSummary': () => ({
    Parameters: DEPLOYED_PARAMETERS.map((ParameterKey) => ({ ParameterKey })),
  }),
  'cloudformation:CreateChangeSet': () => ({ Id: 'change-set', StackId: 'stack' }),
  'cloudformation:DescribeChangeSet': () => ({ Status: 'CREATE_COMPLETE' }),
  'cloudformation:DescribeStackResource': () => ({
    StackResourceDetail: { PhysicalResourceId: CODE_BUCKET },
  }),
  's3:ListObjectsV2': () => ({
    KeyCount: 1,
    IsTruncated: false,
    Contents: [{ Key: CODE_OBJECT, Size: 1, LastModified: new Date(0), ETag: '"tag"' }],
  }),
  'cloudformation:ListStackInstances': () => ({
    Summaries: INSTANCES.map((Account) => ({ Account, Region: 'eu-west-1' })),
  }),
  'cloudformation:DeleteStackInstances': () => ({ OperationId: OPERATION }),
  'cloudformation:DescribeStackSetOperation': ({ before }) => {
    const isFirst = before.at(-1)?.operation === 'cloudformation:DeleteStackInstances';
    return { StackSetOperation: { Status: isFirst ? 'RUNNING' : 'SUCCEEDED' } };
  },
  's3:ListObjectVersions': ({ before }) => {
    if (before.some(({ operation }) => operation === 's3:DeleteObjects')) return {};
    const [version, ...markers] = VERSIONS;
    const encoded = (one: (typeof VERSIONS)[number] | undefined) =>
      one === undefined ? [] : [{ ...one, Key: encodeURIComponent(one.Key) }];
    return {
      EncodingType: 'url',
      IsTruncated: true,
      Versions: encoded(version),
      DeleteMarkers: markers.flatMap(encoded),
    };
  },
  'lambda:GetFunction': ({ host }) => ({ Code: { Location: `http://${host}/code.zip` } }),
  's3:HeadObject': ({ call: { input } }) => {
    // Packaged templates do not exist yet.
    if (String(input['Key']).endsWith('.template')) {
      throw new ServiceFailure('NotFound', 'Not Found', 404);
    }
    return { ContentLength: OBJECT.length, LastModified: new Date(0), ETag: '"tag"' };
  },
  's3:GetObject': () => ({ Body: OBJECT, ContentLength: OBJECT.length, ETag: '"tag"' }),
  'logs:FilterLogEvents': () => ({ events: [] }),
  'lambda:Invoke': () => ({ StatusCode: 200, Payload: '{}' }),
};

export function answerTo(asked: RecordedRequest): Members {
  return ANSWERS[asked.call.operation]?.(asked) ?? {};
}
