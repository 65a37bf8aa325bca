import { createHash } from 'node:crypto';

import { call } from './command-row.ts';
import type { Call } from './recorder.ts';

const IRELAND = 'eu-west-1';
/** The template that the recorder returns as the packaged one. */
export const TEMPLATE = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}';

/**
 * Returns the requests that upload code and deploy a template through one bucket, under the names that the CLI
 * gives them.
 */
export function throughBucket(
  Bucket: string,
  prefix: string,
  StackName: string,
  more: Call['input'] = {},
): readonly Call[] {
  const Key = `${prefix}/${createHash('md5').update(TEMPLATE).digest('hex')}.template`;
  return [
    call('s3:PutObject', IRELAND, { Bucket, Key: `${prefix}/watch.zip`, Body: 'code' }),
    call('s3:HeadObject', IRELAND, { Bucket, Key }),
    call('s3:PutObject', IRELAND, { Bucket, Key, Body: TEMPLATE, ServerSideEncryption: 'AES256' }),
    call('cloudformation:CreateChangeSet', IRELAND, {
      StackName,
      ChangeSetType: 'CREATE',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...more,
    }),
  ];
}

/** Returns the request of `aws logs tail`, without its time, which is the current time. */
export function tail(logGroupName: string, region: string, filterPattern?: string): Call {
  return call('logs:FilterLogEvents', region, {
    logGroupName,
    interleaved: true,
    ...(filterPattern !== undefined && { filterPattern }),
  });
}
