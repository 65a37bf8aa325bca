import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { comparableTemplates } from '../../scripts/package/comparable.ts';
import { plainTemplate } from '../../scripts/package/plain-template.ts';
import { stackDifferences } from '../../scripts/package/same-stack.ts';
import { withoutParameters } from '../../scripts/package/settled-template.ts';
import { templateChanges } from '../../scripts/package/what-differs.ts';
import { templateCommands, writeTemplate } from '../../scripts/package/write-template.ts';
import { StackRefused } from '../sandbox/cloudformation/scope.ts';
import type { Members } from '../sandbox/wire/message.ts';

const PLACE = {
  stackName: 'stack',
  partition: 'aws',
  accountId: '111111111111',
  region: 'eu-west-1',
};
const CODE = { bucket: 'code', prefix: 'team/' };

/** A template as osls makes it, with one parameter of each type. */
const COMPOSED: Members = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'a stack',
  Parameters: {
    Name: { Type: 'String', Default: 'spare' },
    Dollar: { Type: 'String', Default: 'a${b}' },
    Hours: { Type: 'Number', Default: '8' },
    None: { Type: 'CommaDelimitedList', Default: '' },
    Two: { Type: 'CommaDelimitedList', Default: 'x, y' },
  },
  Conditions: {
    IsSpare: { 'Fn::Equals': [{ Ref: 'Name' }, 'spare'] },
    HasNone: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'None' }] }, ''] }] },
    IsChina: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] },
  },
  Resources: {
    ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
    Watch: {
      Type: 'AWS::Lambda::Function',
      DependsOn: ['Topic', 'Gone'],
      Properties: {
        Code: { S3Bucket: { Ref: 'ServerlessDeploymentBucket' }, S3Key: 'a/2026/watch.zip' },
      },
    },
    Gone: { Type: 'AWS::SNS::Topic', Condition: 'HasNone' },
    Topic: {
      Type: 'AWS::SNS::Topic',
      Condition: 'IsSpare',
      DeletionPolicy: 'Retain',
      DependsOn: 'Gone',
      Properties: { TopicName: { Ref: 'Name' } },
    },
  },
  Outputs: {
    ServerlessDeploymentBucketName: { Value: { Ref: 'ServerlessDeploymentBucket' } },
    Arn: { Value: { Ref: 'Topic' } },
    Gone: { Condition: 'HasNone', Value: { Ref: 'Gone' } },
  },
};

function settledValue(value: unknown): unknown {
  const Resources = { A: { Type: 'x', Properties: { value } }, Topic: { Type: 'AWS::SNS::Topic' } };
  const { Resources: settled } = withoutParameters({ ...COMPOSED, Resources }, PLACE);
  return (settled as { A: { Properties: Members } }).A.Properties['value'];
}

describe('a template without parameters and conditions', () => {
  it.each<readonly [what: string, value: unknown, settled: unknown]>([
    ['a parameter', { Ref: 'Name' }, 'spare'],
    ['a number', { Ref: 'Hours' }, 8],
    ['a list', { Ref: 'Two' }, ['x', 'y']],
    ['an empty list', { Ref: 'None' }, []],
    ['a resource', { Ref: 'Topic' }, { Ref: 'Topic' }],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, { Ref: 'AWS::Region' }],
    ['a whole text', { 'Fn::Sub': '${Name}-${Hours}' }, 'spare-8'],
    [
      'a part of a text',
      { 'Fn::Sub': '${AWS::Region}:${Name}' },
      { 'Fn::Sub': '${AWS::Region}:spare' },
    ],
    ['what is no variable', { 'Fn::Sub': '${!x}${Name}' }, '${x}spare'],
    [
      'a value that looks like a variable',
      { 'Fn::Sub': '${Dollar}${Topic}' },
      { 'Fn::Sub': 'a${!b}${Topic}' },
    ],
    ['the same, alone', { 'Fn::Sub': '${Dollar}' }, 'a${b}'],
    [
      'variables of its own',
      { 'Fn::Sub': ['${a}${b}${AWS::Region}', { a: { Ref: 'Name' }, b: { Ref: 'Topic' } }] },
      { 'Fn::Sub': ['spare${b}${AWS::Region}', { b: { Ref: 'Topic' } }] },
    ],
    ['a known join', { 'Fn::Join': ['-', { Ref: 'Two' }] }, 'x-y'],
    [
      'a join that is not',
      { 'Fn::Join': ['-', [{ Ref: 'Name' }, { Ref: 'Topic' }]] },
      { 'Fn::Join': ['-', ['spare', { Ref: 'Topic' }]] },
    ],
    ['a part of a parameter', { 'Fn::Select': [1, { 'Fn::Split': ['a', { Ref: 'Name' }] }] }, 're'],
    ['a choice', { 'Fn::If': ['IsSpare', { Ref: 'Name' }, { Ref: 'Nothing' }] }, 'spare'],
    ['a choice by place', { 'Fn::If': ['IsChina', 1, 2] }, 2],
    ['an element that is none', [1, { 'Fn::If': ['HasNone', 2, { Ref: 'AWS::NoValue' }] }], [1]],
    ['a member that is none', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ])('resolves %s', (_, value, settled) => {
    expect(settledValue(value)).toEqual(settled);
  });

  it('has only resources that are created, and only their dependencies', () => {
    const { Resources, Outputs, Parameters, Conditions } = withoutParameters(COMPOSED, PLACE);
    expect([Parameters, Conditions]).toEqual([undefined, undefined]);
    expect(Object.keys(Outputs as Members)).toEqual(['ServerlessDeploymentBucketName', 'Arn']);
    expect(Resources).toMatchObject({ Watch: { DependsOn: ['Topic'] } });
    expect((Resources as Members)['Topic']).toEqual({
      Type: 'AWS::SNS::Topic',
      DeletionPolicy: 'Retain',
      Properties: { TopicName: 'spare' },
    });
  });

  it('is refused for a parameter without a default, and for a rule', () => {
    const unset = { ...COMPOSED, Parameters: { Name: { Type: 'String' } } };
    expect(() => withoutParameters(unset, PLACE)).toThrow(StackRefused);
    expect(() => withoutParameters({ ...COMPOSED, Rules: {} }, PLACE)).toThrow(StackRefused);
  });
});

describe('the template for other tools', () => {
  const zips = (watch: string) =>
    new Map([
      ['watch', Buffer.from(watch)],
      ['slack', Buffer.from('not in this stack')],
    ]);
  const plain = plainTemplate(COMPOSED, zips('1'), CODE, PLACE);

  it('names its code by hash, so that new code changes the template', () => {
    const [name = ''] = plain.code.keys();
    expect(name).toMatch(/^watch-[0-9a-f]{64}\.zip$/);
    expect([...plain.code.values()].map(String)).toEqual(['1']);
    expect(plain.template['Resources']).toMatchObject({
      Watch: { Properties: { Code: { S3Bucket: 'code', S3Key: `team/${name}` } } },
    });
    expect(plainTemplate(COMPOSED, zips('1'), CODE, PLACE)).toEqual(plain);
    expect(plainTemplate(COMPOSED, zips('2'), CODE, PLACE).template).not.toEqual(plain.template);
    expect(() => plainTemplate(COMPOSED, new Map(), CODE, PLACE)).toThrow('no bundle watch');
  });

  it('creates what osls creates except its bucket; other differences are reported', () => {
    expect(JSON.stringify(plain.template)).not.toContain('Serverless');
    expect(stackDifferences(COMPOSED, plain.template)).toEqual([]);
    const changed = structuredClone(plain.template);
    const resources = changed['Resources'] as Record<string, Members>;
    resources['Topic'] = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'other' } };
    resources['More'] = { Type: 'AWS::SNS::Topic' };
    resources['ServerlessDeploymentBucket'] = { Type: 'AWS::S3::Bucket' };
    delete resources['Watch'];
    expect(stackDifferences(COMPOSED, changed)).toEqual([
      'ServerlessDeploymentBucket is in both',
      'Watch is in one of them alone',
      'Topic differs',
      'More is in one of them alone',
    ]);
  });

  describe('compared with an earlier one', () => {
    const said = (earlier: Members, template: Members) => {
      const [before, after] = comparableTemplates(
        { kind: 'template', of: 'the deployed stack', template: earlier },
        template,
        PLACE,
      );
      return templateChanges(before, after).join('\n');
    };
    const changed: Members = {
      ...COMPOSED,
      Parameters: {
        ...(COMPOSED['Parameters'] as Members),
        Hours: { Type: 'Number', Default: '9' },
      },
    };
    const later = plainTemplate(changed, zips('2'), CODE, PLACE).template;

    it('reports which settings changed, as for osls', () => {
      expect(said(plain.template, plain.template)).toContain('the stack is the same');
      expect(said(plain.template, later)).toBe(
        'Compared with the deployed stack, besides code: Hours: 8 is now 9.',
      );
    });

    it('differs from a stack of osls only by the bucket', () => {
      expect(said(COMPOSED, plain.template)).toBe(
        'Compared with the deployed stack, besides code: resources removed: ServerlessDeploymentBucket.',
      );
      expect(said(plain.template, changed)).toBe(
        'Compared with the deployed stack, besides code: Hours: 8 is now 9; resources added: ServerlessDeploymentBucket.',
      );
    });

    it('ignores other resources of a larger stack that includes it', () => {
      const resources = { ...(plain.template['Resources'] as Members), Table: { Type: 'x' } };
      expect(said({ ...plain.template, Resources: resources }, plain.template)).toContain(
        'the stack is the same',
      );
    });

    it('reports when the earlier template has an unknown value', () => {
      const unset = { ...COMPOSED, Parameters: { Name: { Type: 'String' } } };
      expect(said(unset, plain.template)).toContain('the deployed stack cannot be compared');
    });
  });
});

describe('the files of a template', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-template-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('are the template and its zips; zips of an earlier template are deleted, other files are kept', async () => {
    const file = join(directory, 'limits.json');
    const write = (watch: string) =>
      writeTemplate(
        file,
        plainTemplate(COMPOSED, new Map([['watch', Buffer.from(watch)]]), CODE, PLACE),
      );
    const first = await write('1');
    expect(first.codeDir).toBe(join(directory, 'limits-code'));
    await writeFile(join(first.codeDir, 'watch-mine.zip'), '');
    const [before] = await readdir(first.codeDir);
    const second = await write('2');
    const names = await readdir(second.codeDir);
    expect(names).toHaveLength(2);
    expect(names).toContain('watch-mine.zip');
    expect(names).not.toContain(before);
    const text = await readFile(file, 'utf8');
    expect(names.filter((name) => text.includes(name))).toHaveLength(1);
    expect(Buffer.byteLength(text)).toBe(second.bytes);
  });

  it('are uploaded and deployed by two commands with quoted names', () => {
    const written = { file: 'my dist/limits.json', codeDir: 'my dist/limits-code', bytes: 1 };
    const options = { region: 'eu-west-1', stackName: 'limits', tags: {} };
    const tags = { 'cost center': '4 2', team: 'platform' };
    expect(templateCommands(written, CODE, { ...options, tags })[1]).toMatch(
      / --capabilities CAPABILITY_NAMED_IAM --tags 'cost center=4 2' team=platform$/,
    );
    expect(templateCommands(written, CODE, options)).toEqual([
      "aws s3 cp --region eu-west-1 --recursive 'my dist/limits-code' s3://code/team/",
      "aws cloudformation deploy --region eu-west-1 --stack-name limits --template-file 'my dist/limits.json' --s3-bucket code --s3-prefix team --capabilities CAPABILITY_NAMED_IAM",
    ]);
  });
});
