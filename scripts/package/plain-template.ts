import { createHash } from 'node:crypto';

import type { StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import { withoutParameters } from './settled-template.ts';

/** The place of the functions' code in S3. A prefix ends with a slash. */
export interface CodePlace {
  readonly bucket: string;
  readonly prefix: string;
}

/** The resources that osls adds for its own code bucket. */
export const OF_OSLS: ReadonlySet<string> = new Set([
  'ServerlessDeploymentBucket',
  'ServerlessDeploymentBucketPolicy',
  'ServerlessDeploymentBucketName',
]);

export interface PlainTemplate {
  readonly template: Members;
  /** The zips to upload, by the last part of their keys. */
  readonly code: ReadonlyMap<string, Uint8Array>;
}

/**
 * Returns the stack's template for other deployment tools: its parameters are resolved, the bucket of osls is
 * removed, and the code is in the user's bucket.
 * @param composed the template that osls would deploy
 * @param zips by the name of their bundle; a key contains the zip's hash, so new code changes the template
 * @throws Error when a function's code is not among the zips
 */
export function plainTemplate(
  composed: Members,
  zips: ReadonlyMap<string, Uint8Array>,
  { bucket, prefix }: CodePlace,
  place: StackPlace,
): PlainTemplate {
  const settled = withoutParameters(withoutOslsBucket(composed), place);
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

/** Returns the bundle of a function, from the key that osls gives its code; undefined for other resources. */
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
