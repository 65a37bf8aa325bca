import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { alternatives } from './policies.ts';
import { sectionOf } from './sections.ts';

/** A property that the schema allows, but that AWS refuses or interprets unexpectedly. */
interface UnwrittenRule {
  readonly type: string;
  readonly says: string;
  readonly isBroken: (properties: Members) => boolean;
}

const RULES: readonly UnwrittenRule[] = [
  {
    type: 'AWS::Lambda::Permission',
    // Reported in https://github.com/aws/aws-cli/issues/1996
    says: 'SNS passes no account, so that a permission with SourceAccount lets nothing through',
    isBroken: ({ Principal: principal, SourceAccount: account }) =>
      alternatives(principal).includes('sns.amazonaws.com') && account !== undefined,
  },
  {
    type: 'AWS::S3::Bucket',
    // A rule without Prefix applies to every object.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
    says: "what becomes of Prefix: '' in a lifecycle rule is on no page of AWS",
    isBroken: ({ LifecycleConfiguration: lifecycle }) =>
      alternatives(isMembers(lifecycle) ? lifecycle['Rules'] : undefined).some(
        (rule) => isMembers(rule) && alternatives(rule['Prefix']).includes(''),
      ),
  },
];

/**
 * Finds functions with both a resource policy and permissions: the policy replaces all permissions that were
 * added one by one. https://docs.aws.amazon.com/lambda/latest/dg/API_PutResourcePolicy.html
 */
export function overwrittenPermissions(all: Members): readonly string[] {
  const resources = Object.entries(all);
  const functionsOf = (type: string, property: string): readonly string[] =>
    resources.flatMap(([, resource]) =>
      isMembers(resource) && resource['Type'] === type
        ? [functionIn(sectionOf(resource, 'Properties')[property])]
        : [],
    );
  const permitted = functionsOf('AWS::Lambda::Permission', 'FunctionName');
  return functionsOf('AWS::Lambda::ResourcePolicy', 'ResourceArn')
    .filter((name) => permitted.includes(name))
    .map((name) => `${name}: its policy would replace its AWS::Lambda::Permission`);
}

/** Returns the function that a value refers to: its logical id, or else the value as text. */
function functionIn(value: unknown): string {
  if (!isMembers(value)) return String(value);
  const { Ref: ref, 'Fn::GetAtt': attribute } = value;
  if (typeof ref === 'string') return ref;
  return Array.isArray(attribute) ? String(attribute[0]) : JSON.stringify(value);
}

/** Returns the faults of a resource against rules that no resource schema contains. */
export function unwrittenFaults(resource: unknown, id: string): readonly string[] {
  if (!isMembers(resource)) return [];
  const properties = sectionOf(resource, 'Properties');
  return RULES.filter(
    ({ type, isBroken }) => type === resource['Type'] && isBroken(properties),
  ).map(({ says }) => `${id}: ${says}`);
}
