import { partitionOf } from '../../../model/regions.ts';
import type { Document } from './document.ts';
import { HIDDEN, literals, ANYTHING, composed, either, patternsOf, plain } from './resolved.ts';
import type { Resolved } from './resolved.ts';
import type { TemplateScope } from './stack-facts.ts';

const FUNCTION = /^AWS::(?:Lambda|Serverless)::Function$/;
const VERSION = 'AWS::Lambda::Version';
const ALIAS = 'AWS::Lambda::Alias';
/** The types of AWS. A reference to a resource of any other type, such as a custom resource, may be anything. */
const OF_AWS = /^AWS::/;
/** An attribute of these resources may be anything. */
const ANY_VALUE = /^AWS::(?:CloudFormation|SSM|Serverless|ServiceCatalog|Lambda)::/;

/** Evaluates `Ref`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html */
export function referenceTo(name: string, scope: TemplateScope): Resolved {
  const { facts, loop } = scope;
  const looped = loop.get(name);
  if (looped !== undefined) return looped;
  if (name.startsWith('AWS::')) return pseudoParameter(name, scope);
  if (facts.parameters.has(name) || scope.declared.has(name)) return parameter(name, scope);
  const type = typeOf(name, scope);
  // The physical id is the name of a function, or the ARN of a version or an alias.
  if (type !== undefined && (FUNCTION.test(type) || type === VERSION || type === ALIAS)) {
    const id = facts.resources.get(name)?.physicalId;
    return id === undefined ? ANYTHING : plain(id);
  }
  return type !== undefined && OF_AWS.test(type) ? { kind: 'no-function' } : ANYTHING;
}

/** Returns the value of a parameter. If AWS does not show it, it may be the default or anything. */
function parameter(name: string, { facts, declared }: TemplateScope): Resolved {
  const { type = '', byDefault } = declared.get(name) ?? {};
  const { value, resolved } = facts.parameters.get(name) ?? {};
  const isElsewhere = type.startsWith('AWS::SSM::Parameter::Value');
  const shown = resolved ?? (isElsewhere ? undefined : value);
  if (shown !== undefined) return either(literals(shown).map(composed));
  const otherwise = isElsewhere || byDefault === undefined ? [] : literals(byDefault).map(composed);
  return either([composed(HIDDEN), ...otherwise]);
}

/** Evaluates `Fn::GetAtt` of `Name.Attribute`, or of a list of the two. */
export function attributeOf(
  value: Document,
  scope: TemplateScope,
  resolved: (one: Document) => Resolved,
): Resolved {
  const parts: readonly Document[] =
    typeof value === 'string' ? splitAtDot(value) : Array.isArray(value) ? value : [];
  const [names, attributes] = parts.map((one) => patternsOf(resolved(one)));
  if (names === undefined || attributes === undefined) return ANYTHING;
  return either(
    names.flatMap((name) => attributes.map((attribute) => attributeNamed(name, attribute, scope))),
  );
}

function splitAtDot(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function attributeNamed(name: string, attribute: string, scope: TemplateScope): Resolved {
  const { facts } = scope;
  const type = typeOf(name, scope);
  const id = facts.resources.get(name)?.physicalId;
  if (id !== undefined && type !== undefined) {
    if (FUNCTION.test(type) && attribute === 'Arn') return plain(functionArn(id, scope));
    if (type === VERSION && attribute === 'FunctionArn') return plain(id);
    if (type === VERSION && attribute === 'Version') return plain(id.split(':').at(-1) ?? id);
    if (type === ALIAS && attribute === 'AliasArn') return plain(id);
  }
  // The outputs of a nested stack are read with that stack.
  if (type === 'AWS::CloudFormation::Stack') return { kind: 'no-function' };
  const isAws = type !== undefined && OF_AWS.test(type) && !ANY_VALUE.test(type);
  return isAws ? { kind: 'no-function' } : ANYTHING;
}

function functionArn(name: string, { facts }: TemplateScope): string {
  const { region, account } = facts;
  if (name.startsWith('arn:')) return name;
  return `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`;
}

function typeOf(name: string, { facts, types }: TemplateScope): string | undefined {
  return facts.resources.get(name)?.type ?? types.get(name);
}

/** Evaluates a pseudo parameter. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
function pseudoParameter(name: string, { facts }: TemplateScope): Resolved {
  const { region, account, stackName, stackId } = facts;
  const partition = partitionOf(region);
  const values = new Map<string, string>([
    ['AWS::Region', region],
    ['AWS::AccountId', account],
    ['AWS::Partition', partition],
    ['AWS::StackName', stackName],
    ['AWS::StackId', stackId],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
  if (name === 'AWS::NoValue') return { kind: 'no-function' };
  const value = values.get(name);
  return value === undefined ? ANYTHING : composed(value);
}
