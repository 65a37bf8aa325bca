import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { faultsOfTemplate } from '../../scripts/cloudformation/check-template.ts';
import { patternsMeet } from '../../scripts/cloudformation/arn-patterns.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';

const STACKS = new URL('../../src/stacks/', import.meta.url);

const SOUND = `
Parameters:
  Name: { Type: String, Default: a }
Conditions:
  IsNamed: !Not [!Equals [!Ref Name, '']]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: !Ref Name, MessageRetentionPeriod: 60 }
  Spare:
    Type: AWS::SQS::Queue
    Condition: IsNamed
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Sid: Send
                Effect: Allow
                Action: sqs:SendMessage
                Resource: !GetAtt Queue.Arn
              - !If
                - IsNamed
                - Sid: SendToSpare
                  Effect: Allow
                  Action: [sqs:SendMessage]
                  Resource: !GetAtt Spare.Arn
                - !Ref AWS::NoValue
Outputs:
  Url:
    Value: !Ref Queue
`;

function faults(text: string): Promise<readonly string[]> {
  return faultsOfTemplate(parseTemplate(text));
}

describe('a template', () => {
  it('without mistakes has no faults', async () => {
    expect(await faults(SOUND)).toEqual([]);
  });

  it.each([
    ['a type that does not exist', 'AWS::SQS::Queue', 'AWS::SQS::Queu', 'no type AWS::SQS::Queu'],
    ['a misspelt property', 'QueueName:', 'QueuName:', 'Queue.QueuName: there is no such property'],
    [
      'a value of another type',
      'MessageRetentionPeriod: 60',
      'MessageRetentionPeriod: long',
      'integer',
    ],
    [
      'a fraction for an integer',
      'MessageRetentionPeriod: 60',
      'MessageRetentionPeriod: 1.5',
      'integer',
    ],
    [
      'a list for a text',
      'QueueName: !Ref Name',
      'QueueName: [a]',
      'Queue.QueueName: is not a text',
    ],
    [
      'a text for a list',
      'Policies:\n',
      'ManagedPolicyArns: !Sub a\n      Policies:\n',
      'is a text',
    ],
    [
      'a missing property',
      'PolicyName: send',
      'PolicyNam: send',
      'Policies[0].PolicyName: is missing',
    ],
    ['an attribute of no resource', 'Condition: IsNamed', 'Conditoin: IsNamed', 'Spare.Conditoin'],
    ['a reference to nothing', 'Value: !Ref Queue', 'Value: !Ref Quue', 'there is no Quue'],
    ['a text with a reference to nothing', 'Value: !Ref Queue', "Value: !Sub '${Quue}'", 'no Quue'],
    ['an attribute that the type does not have', 'Queue.Arn', 'Queue.Aarn', 'no attribute Aarn'],
    [
      'a condition that does not exist',
      'Condition: IsNamed',
      'Condition: IsNamd',
      'no condition IsNamd',
    ],
    ['an If of no condition', '- IsNamed\n', '- IsNamd\n', 'no condition IsNamd'],
    ['a condition on nothing', '!Ref Name, ', '!Ref Nme, ', 'no parameter Nme'],
    [
      'something to depend on that is not there',
      'Condition: IsNamed',
      'Condition: IsNamed\n    DependsOn: Qeue',
      'no Qeue to depend on',
    ],
    [
      'something to depend on that is only there at times',
      'QueueName: !Ref Name, MessageRetentionPeriod: 60 }',
      'QueueName: !Ref Name, MessageRetentionPeriod: 60 }\n    DependsOn: [Spare]',
      'Queue.DependsOn: Spare is there only if IsNamed',
    ],
    [
      'a function in DependsOn',
      'Condition: IsNamed',
      'Condition: IsNamed\n    DependsOn: [!If [IsNamed, Queue, !Ref AWS::NoValue]]',
      'Spare: DependsOn takes names, not {"Fn::If"',
    ],
    [
      'resources that wait for each other',
      'Condition: IsNamed',
      'Condition: IsNamed\n    DependsOn: Role',
      'circular dependency between Spare, Role',
    ],
    [
      'a reference in the branch of the other case',
      'Value: !Ref Queue',
      "Value: !If [IsNamed, '', !Ref Spare]",
      'Outputs.Url.Value: Spare is there only if IsNamed',
    ],
    [
      'a reference to what is only there at times',
      'Resource: !GetAtt Queue.Arn',
      'Resource: !GetAtt Spare.Arn',
      'Spare is there only if IsNamed',
    ],
    ['an output of such a thing', 'Value: !Ref Queue', 'Value: !Ref Spare', 'only if IsNamed'],
    [
      'an action that does not exist',
      'Action: sqs:SendMessage\n',
      'Action: sqs:SendMesage\n',
      'no action sqs:SendMesage',
    ],
    [
      'an action of no service',
      'Action: sqs:SendMessage\n',
      'Action: sqqs:SendMessage\n',
      'no action sqqs',
    ],
    [
      'a pattern that fits no action',
      'Action: sqs:SendMessage\n',
      'Action: sqs:Sned*\n',
      'no action sqs:Sned*',
    ],
    [
      'an action in one branch',
      'Action: [sqs:SendMessage]',
      'Action: [sqs:Send]',
      'SendToSpare: there is no action sqs:Send',
    ],
    [
      'an action on a resource of another kind',
      'Action: sqs:SendMessage\n',
      'Action: sns:Publish\n',
      'sns:Publish does not take the resource arn:*:sqs:*:*:*',
    ],
    [
      'an action that takes no resource on one',
      'Action: sqs:SendMessage\n',
      'Action: lambda:ListFunctions\n',
      'lambda:ListFunctions does not take',
    ],
    [
      'a condition key that does not exist',
      'Action: sqs:SendMessage\n',
      'Action: sqs:SendMessage\n                Condition: { Bool: { aws:SecureTansport: true } }\n',
      'no condition key aws:SecureTansport',
    ],
    [
      'a section that does not exist',
      'Outputs:',
      'Ouputs:',
      'Ouputs: a template has no such section',
    ],
  ])('with %s has a fault', async (_, sound, planted, fault) => {
    const text = SOUND.replace(sound, planted);
    expect(text).not.toBe(SOUND);
    expect((await faults(text)).join('\n')).toContain(fault);
  });

  it("with a value outside the schema's enumeration has a fault", async () => {
    const text = (mode: string): string =>
      `Resources: { Function: { Type: AWS::Lambda::Function, Properties: { Role: r, Code: { ZipFile: x }, RecursiveLoop: ${mode} } } }`;
    expect(await faults(text('Allow'))).toEqual([]);
    expect(await faults(text('Alow'))).toEqual([
      'Function.RecursiveLoop: Alow is not one of Allow, Terminate',
    ]);
  });

  it.each(readdirSync(STACKS))('of the product has no faults: %s', async (file) => {
    expect(await faults(readFileSync(new URL(file, STACKS), 'utf8'))).toEqual([]);
  });
});

describe('two patterns of ARNs', () => {
  it.each([
    ['arn:*:sqs:*:*:queue', 'arn:*:sqs:*:*:*', true],
    ['arn:*:sqs:*:*:a*c', 'arn:*:sqs:*:*:ab*', true],
    ['arn:*:sqs:*:*:a*c', 'arn:*:sqs:*:*:b*', false],
    ['arn:*:lambda:*:1:function:*:*', 'arn:*:lambda:*:*:function:*', true],
    ['arn:*:lambda:*:*:function:*', 'arn:*:lambda:*:*:layer:*', false],
    ['arn:*:lambda:*:*:function:*', 'arn:*:sqs:*:*:*', false],
    ['arn:*:s3:::bucket', 'arn:*:s3:::*/*', false],
    ['arn:*:s3:::bucket/*', 'arn:*:s3:::*/*', true],
  ])('%s and %s match a common ARN: %s', (one, other, meets) => {
    expect(patternsMeet(one, other)).toBe(meets);
    expect(patternsMeet(other, one)).toBe(meets);
  });
});
