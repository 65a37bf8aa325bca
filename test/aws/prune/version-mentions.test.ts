import { describe, expect, it } from 'vitest';

import { textMentions, versionMentions } from '../../../src/aws/prune/version-mentions.ts';
import { arn, HOME } from './scripted-reads.ts';

const shown = (document: unknown): readonly string[] =>
  versionMentions(document, HOME).map(
    ({ region, functionName, qualifier }) =>
      `${region === HOME.region ? '' : `${region}/`}${functionName}:${qualifier}`,
  );

describe('a document mentions a version', () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    ['as an ARN', { Resource: arn('orders', '12') }, ['orders:12']],
    ['in another Region', [arn('orders', '12', 'us-east-1')], ['us-east-1/orders:12']],
    ['as a name', { Parameters: { FunctionName: 'orders:12' } }, ['orders:12']],
    ['as a partial ARN', 'function:orders:12', ['orders:12']],
    ['beside its function', { FunctionName: 'orders', Qualifier: '12' }, ['orders:12']],
    ['as a number', { FunctionName: arn('orders'), Qualifier: 12 }, ['orders:12']],
    ['deep inside', { States: { A: { Iterator: [{ x: [arn('a', '1')] }] } } }, ['a:1']],
    ['in an expression', { x: "{% $c ? 'orders:12' : 'orders:13' %}" }, ['orders:12', 'orders:13']],
    ['in a path', `/2015-03-31/functions/${arn('orders', '4')}/invocations`, ['orders:4']],
    ['escaped', 'functions/orders%3A12/invocations', ['orders:12']],
    ['in JSON within JSON', { Input: '{"FunctionName":"a","Qualifier":"3"}' }, ['a:3']],
    ['several in one text', `${arn('a', '1')},${arn('b', '2')} c:3`, ['a:1', 'b:2', 'c:3']],
    ['as a key', { [arn('a', '1')]: true }, ['a:1']],
    [
      'whose number is only known later',
      {
        'FunctionName.$':
          "States.Format('arn:aws:lambda:eu-west-1:222222222222:function:a:{}', $.v)",
      },
      ['a:*'],
    ],
    ['put together', "{% 'orders:' & $v %}", ['orders:*']],
    ['by a path', { FunctionName: 'orders', 'Qualifier.$': '$.version' }, ['orders:*']],
    ['by JSONata', { FunctionName: 'orders', Qualifier: '{% $v %}' }, ['orders:*']],
    ['by a path without a name for it', { FunctionName: 'orders', Qualifier: '$.v' }, ['orders:*']],
    ['of whatever function', { 'FunctionName.$': '$.f', Qualifier: '12' }, ['*:12']],
    [
      'of a substituted name',
      'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}:12',
      ['*:12'],
    ],
    [
      'of a substituted number',
      'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:a:${Version}',
      ['a:*'],
    ],
    ['in pieces', { 'Fn::Join': ['', ['arn:aws:lambda:x:y:function:a:', '12']] }, ['a:*']],
  ])('%s', (_name, document, mentions) => {
    expect(shown(document)).toEqual(mentions);
  });

  it.each<readonly [string, unknown]>([
    ['a function without a qualifier', { Resource: arn('orders') }],
    ['an alias', { Resource: arn('orders', 'live'), FunctionName: 'orders:live' }],
    ['an alias beside its function', { FunctionName: 'orders', Qualifier: 'live' }],
    ['$LATEST', { FunctionName: 'orders', Qualifier: '$LATEST', Resource: arn('a', '$LATEST') }],
    ['another account', { Resource: arn('orders', '12', 'eu-west-1', '333333333333') }],
    [
      'another account beside its version',
      { FunctionName: arn('orders', undefined, 'eu-west-1', '333333333333'), Qualifier: '12' },
    ],
    ['nothing', [null, 12, true, undefined, '']],
    ['all of it computed', { 'FunctionName.$': '$.f', 'Qualifier.$': '$.q' }],
  ])('but not as %s', (_name, document) => {
    expect(shown(document)).toEqual([]);
  });

  it('in a template of any language', () => {
    const yaml = 'ServiceToken: !Sub arn:aws:lambda:eu-west-1:222222222222:function:provider:7\n';
    expect(textMentions(yaml, HOME)).toMatchObject([{ functionName: 'provider', qualifier: '7' }]);
  });
});
