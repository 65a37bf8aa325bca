import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { cachedByObject } from './remember.ts';
import { sectionOf, textOf } from './sections.ts';

/** The most members of each section. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
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

/** Returns faults of the whole template: unknown sections, and exceeded numbers and lengths. */
export function sectionFaults(template: Members): readonly string[] {
  const unknown = Object.keys(template).filter((name) => !SECTIONS.includes(name));
  const over = Object.entries(LIMITS).filter(
    ([name, most]) => Object.keys(sectionOf(template, name)).length > most,
  );
  const long = Object.entries(sectionOf(template, 'Parameters')).filter(
    ([, body]) => isMembers(body) && defaultBytes(body) > MOST_DEFAULT_BYTES,
  );
  return [
    ...unknown.map((name) => `${name}: a template has no such section`),
    ...over.map(([name, most]) => `${name}: more than ${most}`),
    ...long.map(([name]) => `Parameters.${name}: a value has at most ${MOST_DEFAULT_BYTES} bytes`),
    ...(templateBytes(template) > MOST_BYTES
      ? [`the template has more than ${MOST_BYTES} bytes`]
      : []),
    ...(Object.keys(sectionOf(template, 'Resources')).length === 0
      ? ['Resources: there are none']
      : []),
  ];
}

/** The size of the template as JSON without white space, in bytes of UTF-8. */
function templateBytes(template: Members): number {
  return membersBytes(template, (section) =>
    isMembers(section) ? sectionBytes(section) : valueBytes(section),
  );
}

// Cached, since templates share most of their sections and members. They must not be modified.
const sectionBytes = cachedByObject((section: Members) =>
  membersBytes(section, (member) => (isMembers(member) ? memberBytes(member) : valueBytes(member))),
);
const memberBytes = cachedByObject(valueBytes);
const defaultBytes = cachedByObject((parameter: Members) =>
  Buffer.byteLength(textOf(parameter['Default'] ?? '')),
);

function membersBytes(members: Members, bytesOf: (value: unknown) => number): number {
  let [bytes, count] = [0, 0];
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    bytes += valueBytes(name) + ':'.length + bytesOf(value);
    count += 1;
  }
  return '{}'.length + bytes + Math.max(0, count - 1) * ','.length;
}

function valueBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
