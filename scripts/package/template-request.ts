import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { NamedResources } from './named-resources.ts';
import { nameOf } from '../../src/setup/stack-topics.ts';
import type { CodePlace } from './plain-template.ts';
import type { DeployedTemplate } from './take-existing.ts';

/** The request for a template that every deployment tool can deploy. */
export interface TemplateRequest {
  /** The file of the template; the code is written next to it. */
  readonly file: string;
  /** The user's bucket for the code, in the Region of the stack. */
  readonly codeBucket: string;
  /** The prefix of the code's keys, with a slash at its end; undefined for the deployment's name. */
  readonly codePrefix: string | undefined;
  /** The name of the stack that has or will have the template; undefined for the deployment's name. */
  readonly stackName: string | undefined;
}

const text = { type: 'string' } as const;

export const TEMPLATE_FLAGS = {
  template: text,
  'code-bucket': text,
  'code-prefix': text,
  'stack-name': text,
} as const;

type TemplateFlag = keyof typeof TEMPLATE_FLAGS;

/** The form of bucket names. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Characters that AWS lists as safe in keys. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const PREFIX = /^([\w!*'().-]+\/)*[\w!*'().-]+\/?$/;
const MOST_PREFIX = 512;
/** The form of stack names. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** Reads the flags of a template request, and adds faults to `faults`. @returns undefined without `--template` */
export function templateRequestOf(
  values: Readonly<Partial<Record<TemplateFlag, string>>>,
  faults: string[],
): TemplateRequest | undefined {
  const {
    template: file,
    'code-bucket': codeBucket = '',
    'code-prefix': prefix,
    'stack-name': stackName,
  } = values;
  if (file === undefined) {
    for (const name of ['code-bucket', 'code-prefix', 'stack-name'] as const) {
      if (values[name] !== undefined) faults.push(`--${name} is for --template FILE.json.`);
    }
    return undefined;
  }
  if (!/[^/]\.json$/.test(file)) {
    faults.push(
      `--template ${file}: the template is written as JSON; name a file that ends with .json.`,
    );
  }
  if (!BUCKET.test(codeBucket)) {
    faults.push(
      `--code-bucket ${JSON.stringify(codeBucket)}: name a bucket of yours, for the code of the functions.`,
    );
  }
  if (prefix !== undefined && (!PREFIX.test(prefix) || prefix.length > MOST_PREFIX)) {
    faults.push(
      `--code-prefix ${JSON.stringify(prefix)}: write it like team/limits-watchdog/, with letters, digits and !_.*'()- between slashes.`,
    );
  }
  if (stackName !== undefined && !STACK_NAME.test(stackName)) {
    faults.push(
      `--stack-name ${JSON.stringify(stackName)}: begin with a letter, then up to 127 letters, digits and hyphens.`,
    );
  }
  const codePrefix = prefix?.replace(/\/?$/, '/');
  return { file, codeBucket, codePrefix, stackName };
}

export function codePlaceOf(
  { codeBucket, codePrefix }: TemplateRequest,
  deployment: string,
): CodePlace {
  return { bucket: codeBucket, prefix: codePrefix ?? `${deployment}/` };
}

/** Checks that the code is not put into the state bucket, where only the functions may write. */
export function codeBucketFaults(
  template: TemplateRequest | undefined,
  { state }: Pick<ConfigurationFile, 'state'>,
): readonly string[] {
  return template?.codeBucket === state.bucket
    ? [`--code-bucket ${state.bucket}: that is the state bucket; name another.`]
    : [];
}

/**
 * Returns a fault when resources of the deployment exist but the stack of the expected name does not. They
 * may be left from a removed stack, or belong to a stack of another name, such as CDK gives. Declaring the
 * latter as existing would make the next deployment delete them.
 */
export function ownerFaults(
  template: TemplateRequest | undefined,
  deployed: DeployedTemplate,
  deployment: string,
  existing: Readonly<Record<'asked' | 'found', NamedResources>>,
): readonly string[] {
  if (template === undefined || template.stackName !== undefined) return [];
  if (deployed.kind !== 'absent') return [];
  const { asked, found } = existing;
  const names = [
    ...found.topics.filter((arn) => !asked.topics.includes(arn)).map(nameOf),
    ...found.buckets.filter((name) => !asked.buckets.includes(name)),
    ...found.logGroups.filter((name) => !asked.logGroups.includes(name)),
  ];
  return names.length === 0
    ? []
    : [
        `There is no stack ${deployment}, but ${names.join(', ')}. Give the name of the stack that has them with --stack-name, or, where none has them, the name of the stack that you are going to make.`,
      ];
}
