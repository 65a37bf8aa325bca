import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { encryptionFaults } from './encryption.ts';
import { madeStack } from './made-stack.ts';
import { policyFaults } from './policies.ts';
import { referenceFaults } from './references.ts';
import { resourceFaults } from './resource-schemas.ts';
import { sectionOf, textOf } from './sections.ts';
import { unwrittenFaults } from './unwritten-rules.ts';
import { waitFaults } from './waits.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LIMITS = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const;
const MOST_BYTES = 1_000_000;
const MOST_DEFAULT_BYTES = 4096;
const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
];

/**
 * What CloudFormation or IAM would refuse of a template, or accept and do nothing with: types and
 * properties that the current resource schemas do not have, values of another type, references that
 * lead nowhere, IAM actions that do not exist or do not take the resource given. Where all parameters have
 * defaults, also what begins before what it needs is there, and publishers without rights on a topic's key.
 * Offline. Each fault begins with its place; none means that nothing of this kind is wrong.
 *
 * @param template with its intrinsic functions in their long form
 */
export async function faultsOfTemplate(template: Members): Promise<readonly string[]> {
  const faults = [
    ...sectionFaults(template),
    ...referenceFaults(template),
    ...resourceFaults(template),
    ...unwrittenFaults(template),
    ...(await policyFaults(template)),
  ];
  const stack = faults.length === 0 ? madeStack(template) : undefined;
  return stack === undefined ? faults : [...waitFaults(stack), ...encryptionFaults(stack)];
}

function sectionFaults(template: Members): readonly string[] {
  const unknown = Object.keys(template).filter((name) => !SECTIONS.includes(name));
  const over = Object.entries(LIMITS).filter(
    ([name, most]) => Object.keys(sectionOf(template, name)).length > most,
  );
  const long = Object.entries(sectionOf(template, 'Parameters')).filter(
    ([, body]) =>
      isMembers(body) && Buffer.byteLength(textOf(body['Default'] ?? '')) > MOST_DEFAULT_BYTES,
  );
  return [
    ...unknown.map((name) => `${name}: a template has no such section`),
    ...over.map(([name, most]) => `${name}: more than ${most}`),
    ...long.map(([name]) => `Parameters.${name}: a value has at most ${MOST_DEFAULT_BYTES} bytes`),
    ...(Buffer.byteLength(JSON.stringify(template)) > MOST_BYTES
      ? [`the template has more than ${MOST_BYTES} bytes`]
      : []),
    ...(Object.keys(sectionOf(template, 'Resources')).length === 0
      ? ['Resources: there are none']
      : []),
  ];
}
