import { createHash } from 'node:crypto';

import type { StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import { settledTemplate } from './settled-template.ts';

/** Where the code of functions is; the keys of a prefix end with its slash. */
export interface CodePlace {
  readonly bucket: string;
  readonly prefix: string;
}

/** What osls adds for the bucket that it uploads to. */
export const OF_OSLS: ReadonlySet<string> = new Set([
  'ServerlessDeploymentBucket',
  'ServerlessDeploymentBucketPolicy',
  'ServerlessDeploymentBucketName',
]);

export interface PlainTemplate {
  readonly template: Members;
  /** What to upload: zips by the last part of their keys. */
  readonly code: ReadonlyMap<string, Uint8Array>;
}

/**
 * The template of a stack for every deployment tool: settled, without the bucket of osls, and with the code
 * in a bucket of the user's.
 *
 * @param composed as osls would deploy it
 * @param zips by the name of their bundle; another content has another key, and so changes the template
 * @throws Error for a function whose code is none of them
 */
export function plainTemplate(
  composed: Members,
  zips: ReadonlyMap<string, Uint8Array>,
  { bucket, prefix }: CodePlace,
  place: StackPlace,
): PlainTemplate {
  const settled = settledTemplate(withoutOslsBucket(composed), place);
  const code = new Map<string, Uint8Array>();
  const resources = Object.entries(sectionOf(settled, 'Resources')).map(([id, body]) => {
    const bundle = bundleOf(body);
    if (bundle === undefined || !isMembers(body)) return [id, body];
    const zip = zips.get(bundle);
    if (zip === undefined) throw new Error(`there is no bundle ${bundle}`);
    const name = `${bundle}-${createHash('sha256').update(zip).digest('hex')}.zip`;
    code.set(name, zip);
    const Code = { S3Bucket: bucket, S3Key: `${prefix}${name}` };
    return [id, { ...body, Properties: { ...sectionOf(body, 'Properties'), Code } }];
  });
  return { template: { ...settled, Resources: Object.fromEntries(resources) }, code };
}

/** By the end of the key that osls gives it. */
function bundleOf(resource: unknown): string | undefined {
  if (!isMembers(resource) || resource['Type'] !== 'AWS::Lambda::Function') return undefined;
  const { S3Key: key } = sectionOf(sectionOf(resource, 'Properties'), 'Code');
  const [, bundle] = /([\w-]+)\.zip$/.exec(String(key)) ?? [];
  if (bundle === undefined) throw new Error(`no bundle has the key ${String(key)}`);
  return bundle;
}

function withoutOslsBucket(template: Members): Members {
  const without = (section: string): Members =>
    Object.fromEntries(
      Object.entries(sectionOf(template, section)).filter(([id]) => !OF_OSLS.has(id)),
    );
  return { ...template, Resources: without('Resources'), Outputs: without('Outputs') };
}
