import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import type { Names } from './expressions.ts';
import {
  conditionExpression,
  expression,
  functionOf,
  NotTranslated,
  snakeCase,
} from './expressions.ts';
import { Locals, valueOf } from './values.ts';
import { variablesOf } from './variables.ts';

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Conditions',
  'Resources',
  'Outputs',
]);

/**
 * Translates a template with one IAM role to a Terraform module in JSON syntax.
 * @param file the template's path from the root of the repository
 * @throws NotTranslated for any part that cannot be translated
 */
export function moduleOf(text: string, file: string): Members {
  const template = parseTemplate(text);
  const unknown = Object.keys(template).filter((name) => !SECTIONS.has(name));
  const [[id, role] = ['', {}], ...more] = Object.entries(sectionOf(template, 'Resources'));
  if (unknown.length > 0 || more.length > 0 || !isMembers(role)) {
    throw new NotTranslated([...unknown, ...more.map(([name]) => name)].join(', '));
  }
  const locals = new Locals();
  const conditions = sectionOf(template, 'Conditions');
  const address = `aws_iam_role.${snakeCase(id)}`;
  const names: Names = {
    parameters: sectionOf(template, 'Parameters'),
    conditions,
    addresses: new Map([[id, address]]),
    keep: (path, translated) => locals.set(path, translated),
    translate: (value, path) => valueOf(value, names, path),
  };
  for (const [name, body] of Object.entries(conditions)) {
    locals.set([name], `\${${conditionExpression(body, names)}}`);
  }
  const { argumentsOfRole, policies } = roleOf(role, address, names);
  const outputs = outputsOf(sectionOf(template, 'Outputs'), Object.keys(policies), names);
  const module = {
    variable: variablesOf(sectionOf(template, 'Rules'), names),
    locals: locals.all(),
    resource: {
      aws_iam_role: { [snakeCase(id)]: argumentsOfRole },
      aws_iam_role_policy: policies,
    },
    output: outputs,
  };
  return {
    '//': `Made from ${file} by scripts/write-terraform.ts; change that, and run npx tsx scripts/write-terraform.ts.`,
    terraform: {
      required_version: '>= 1.3',
      required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.0' } },
    },
    data: dataOf(JSON.stringify(module)),
    ...module,
  };
}

function roleOf(role: Members, address: string, names: Names) {
  const { Type: type, Properties: properties, ...others } = role;
  if (type !== 'AWS::IAM::Role' || Object.keys(others).length > 0) throw new NotTranslated('role');
  const {
    RoleName: name,
    Path: path = '/',
    Description: description,
    MaxSessionDuration: session = 3600,
    PermissionsBoundary: boundary = { Ref: 'AWS::NoValue' },
    AssumeRolePolicyDocument: trust,
    Policies: listed,
    ...rest
  } = isMembers(properties) ? properties : {};
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new NotTranslated(unknown.join(', '));
  const value = (one: unknown): unknown => valueOf(one, names, []);
  return {
    argumentsOfRole: {
      name: value(name),
      path: value(path),
      description: value(description),
      max_session_duration: session,
      permissions_boundary: value(boundary),
      assume_role_policy: documentOf(trust, names, 'trust'),
    },
    policies: Object.fromEntries(
      (Array.isArray(listed) ? listed : []).map((one: unknown) => policyOf(one, address, names)),
    ),
  };
}

function policyOf(listed: unknown, address: string, names: Names): readonly [string, Members] {
  const [name, argument] = functionOf(listed);
  if (name !== undefined) {
    const [condition, policy, none]: readonly unknown[] = Array.isArray(argument) ? argument : [];
    if (name !== 'Fn::If' || JSON.stringify(none) !== '{"Ref":"AWS::NoValue"}') {
      throw new NotTranslated(`a policy by ${name}`);
    }
    const [resource, body] = policyOf(policy, address, names);
    const isMade = conditionExpression({ Condition: condition }, names);
    return [resource, { count: `\${${isMade} ? 1 : 0}`, ...body }];
  }
  const { PolicyName: policyName, PolicyDocument: document } = isMembers(listed) ? listed : {};
  const resource = snakeCase(String(policyName));
  return [
    resource,
    {
      name: valueOf(policyName, names, []),
      role: `\${${address}.name}`,
      policy: documentOf(document, names, String(policyName)),
    },
  ];
}

function documentOf(document: unknown, names: Names, name: string): string {
  const kept = names.keep([name, 'policy'], valueOf(document, names, [name]));
  return `\${jsonencode(${kept})}`;
}

/** Translates the outputs. The role's ARN depends on its policies, so that users of the ARN wait for them. */
function outputsOf(outputs: Members, policies: readonly string[], names: Names): Members {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => {
      const { Value: value, Description: description, ...rest } = isMembers(output) ? output : {};
      if (Object.keys(rest).length > 0) throw new NotTranslated(`output ${name}`);
      return [
        snakeCase(name),
        {
          ...(description !== undefined && { description }),
          value: `\${${expression(value, names, [name])}}`,
          ...(functionOf(value)[0] === 'Fn::GetAtt' && {
            depends_on: policies.map((policy) => `aws_iam_role_policy.${policy}`),
          }),
        },
      ];
    }),
  );
}

function dataOf(module: string): Members {
  const sources = ['aws_caller_identity', 'aws_partition'];
  return Object.fromEntries(
    sources
      .filter((name) => module.includes(`data.${name}.`))
      .map((name) => [name, { current: {} }]),
  );
}
