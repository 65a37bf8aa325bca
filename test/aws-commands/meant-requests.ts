import { createHash } from 'node:crypto';

import { call } from './command-row.ts';
import type { Call } from './recorder.ts';

const IRELAND = 'eu-west-1';
/** What a packaged template is to the AWS CLI. */
export const TEMPLATE = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}';

/** Code is uploaded, and the template deployed through the same bucket, by the name that the CLI gives it. */
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

/** What `aws logs tail` asks; the time is that of now. */
export function tail(logGroupName: string, region: string, filterPattern?: string): Call {
  return call('logs:FilterLogEvents', region, {
    logGroupName,
    interleaved: true,
    ...(filterPattern !== undefined && { filterPattern }),
  });
}
