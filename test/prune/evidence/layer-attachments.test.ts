import { describe, expect, it } from 'vitest';

import { LayerAttachments } from '../../../src/prune/evidence/layer-attachments.ts';
import { ACCOUNT, HOME } from './scripted-reads.ts';

const arnOf = (rest: string, place = `eu-west-1:${ACCOUNT}`) =>
  `arn:aws:lambda:${place}:layer:${rest}`;

const listed = (arn: string | undefined, Version = '$LATEST') => ({
  FunctionName: 'pay',
  Version,
  Layers: [{ Arn: arn }],
});

function attached(...arns: readonly (string | undefined)[]) {
  const attachments = new LayerAttachments(HOME);
  for (const arn of arns) attachments.add(listed(arn));
  const { reading } = attachments;
  return reading.kind === 'read' ? [...reading.value] : reading;
}

const FAILED = {
  kind: 'failed',
  failure: { reason: 'malformed', operation: 'lambda:ListFunctions' },
} as const;

describe('the layer versions that a Region attaches', () => {
  it.each([
    ['one of its own', arnOf('tools:7'), [['tools:7', 'pay:$LATEST']]],
    [
      'one of another partition',
      arnOf('tools:7').replace('aws', 'aws-cn'),
      [['tools:7', 'pay:$LATEST']],
    ],
    ['not one of another Region', arnOf('tools:7', `eu-west-2:${ACCOUNT}`), []],
    ['not one of another account', arnOf('tools:7', 'eu-west-1:999999999999'), []],
    ['not one of AWS itself', 'arn:aws:lambda:::awslayer:AmazonLinux1803', []],
  ])('has %s', (_, arn, entries) => {
    expect(attached(arn)).toEqual(entries);
  });

  it.each([
    undefined,
    '',
    'tools:7',
    arnOf('tools'),
    arnOf('tools:0'),
    arnOf('tools:07'),
    arnOf('tools:latest'),
    arnOf('tools:7:8'),
    arnOf('tools:7', 'eu-west-1:dev'),
    'arn:aws:lambda:::awslayer:',
  ])('is unknown as a whole with %j', (arn) => {
    expect(attached(arnOf('tools:1'), arn, arnOf('tools:2'))).toMatchObject(FAILED);
  });

  it('names the first function version that uses a layer version', () => {
    const attachments = new LayerAttachments(HOME);
    attachments.add({ FunctionName: 'pay', Version: '1' });
    attachments.add(listed(arnOf('tools:7'), '2'));
    attachments.add(listed(arnOf('tools:7'), '3'));
    expect(attachments.reading).toEqual({ kind: 'read', value: new Map([['tools:7', 'pay:2']]) });
  });

  it('continues an earlier listing without changing its entries', () => {
    const before = new Map([['tools:1', 'orders:1']]);
    const attachments = new LayerAttachments(HOME, { kind: 'read', value: before });
    attachments.add(listed(arnOf('tools:2')));
    expect(attachments.reading).toEqual({
      kind: 'read',
      value: new Map([...before, ['tools:2', 'pay:$LATEST']]),
    });
    expect(before.size).toBe(1);
  });

  it('stays unknown if the earlier listing is', () => {
    const first = new LayerAttachments(HOME);
    first.add(listed('tools:7'));
    const attachments = new LayerAttachments(HOME, first.reading);
    attachments.add(listed(arnOf('tools:2')));
    expect(attachments.reading).toEqual(first.reading);
    expect(attachments.reading).toMatchObject(FAILED);
  });
});
