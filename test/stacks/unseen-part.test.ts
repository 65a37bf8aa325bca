import { expect, it } from 'vitest';

import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { unseenPart } from '../../scripts/cloudformation/unseen-part.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';

const TEMPLATE = `
Parameters:
  Name: { Type: String, Default: a }
  Other: { Type: String, Default: b }
Conditions:
  IsNamed: !Not [!Equals [!Ref Name, '']]
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Sub 'x-\${Other}' } }
  Policy: { Type: AWS::SNS::TopicPolicy, Properties: { Topics: [!Ref Topic] } }
  Queue: { Type: AWS::SQS::Queue, Condition: IsNamed }
  Last: { Type: AWS::SQS::Queue, DependsOn: Queue }
  Alone: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !GetAtt Queue.Arn }
`;

/** Returns what is new in the template after one change, by the names of resources and outputs. */
function unseenAfter(sound: string, changed: string): readonly string[] {
  const seen = new Set<string>();
  expect(
    Object.keys(sectionOf(unseenPart(parseTemplate(TEMPLATE), seen) ?? {}, 'Resources')),
  ).toHaveLength(5);
  expect(unseenPart(parseTemplate(TEMPLATE), seen)).toBeUndefined();
  const text = TEMPLATE.replace(sound, changed);
  const part = unseenPart(parseTemplate(text), seen) ?? {};
  return ['Resources', 'Outputs'].flatMap((section) => Object.keys(sectionOf(part, section)));
}

it.each<[string, string, string, readonly string[]]>([
  ['nothing', 'x-', 'x-', []],
  ['a resource', 'TopicName: !Sub', 'DisplayName: !Sub', ['Topic', 'Policy']],
  ['a parameter', 'Default: b', 'Default: c', ['Topic', 'Policy']],
  ['what a condition compares', 'Default: a', 'Default: c', ['Queue', 'Last', 'Url']],
  ['a condition', "''", 'none', ['Queue', 'Last', 'Url']],
  [
    'something that refers to what is as before',
    'DependsOn: Queue',
    'DependsOn: [Queue, Alone]',
    ['Queue', 'Last', 'Alone'],
  ],
])(
  'with %s changed, contains the resources that refer to it, and everything that those refer to',
  (_, sound, changed, unseen) => {
    expect(unseenAfter(sound, changed)).toEqual(unseen);
  },
);
