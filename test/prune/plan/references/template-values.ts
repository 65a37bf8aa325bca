import { ACCOUNT, arn, facts, token, parameters } from './reference-examples.ts';
import type { Form } from './names.ts';

export const sub = (text: string): object => ({ 'Fn::Sub': text });
export const join = (separator: string, ...parts: readonly unknown[]): object => ({
  'Fn::Join': [separator, parts],
});
const region = { Ref: 'AWS::Region' };
const account = { Ref: 'AWS::AccountId' };
export const PSEUDO = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function';

/** Values of a property that takes a function. */
export const TEMPLATE_VALUES: readonly Form[] = [
  [
    'template: a literal ARN',
    ({ sub: one, real }) => (one === real ? token(arn(`${real}:2`)) : token(sub(`${arn(one)}:2`))),
  ],
  ['template: Fn::Sub of the whole ARN', ({ sub: one }) => token(sub(`${PSEUDO}:${one}:2`))],
  [
    'template: Fn::Sub with values of its own',
    ({ sub: one }) => token({ 'Fn::Sub': ['${F}:${V}', { F: sub(`${PSEUDO}:${one}`), V: '2' }] }),
  ],
  [
    'template: Fn::Sub with a number from a parameter',
    ({ sub: one }) =>
      token(
        sub(`${PSEUDO}:${one}:\${V}`),
        {},
        facts({
          parameters: parameters([
            ['Prefix', 'shop'],
            ['V', '2'],
          ]),
        }),
      ),
  ],
  [
    'template: Fn::Sub with a number that is not shown',
    ({ sub: one }) =>
      token(
        sub(`${PSEUDO}:${one}:\${V}`),
        {},
        facts({
          parameters: parameters([
            ['Prefix', 'shop'],
            ['V', undefined],
          ]),
        }),
      ),
  ],
  [
    'template: Fn::Sub with a dynamic reference for the number',
    ({ sub: one }) => token(sub(`${PSEUDO}:${one}:{{resolve:ssm:/v}}`)),
  ],
  [
    'template: Fn::Join of all parts',
    ({ sub: one }) =>
      token(join(':', 'arn:aws:lambda', region, account, 'function', sub(one), '2')),
  ],
  [
    'template: Fn::Join without a separator',
    ({ sub: one }) =>
      token(
        join(
          '',
          'arn:',
          { Ref: 'AWS::Partition' },
          ':lambda:',
          region,
          ':',
          account,
          ':function:',
          sub(one),
          ':2',
        ),
      ),
  ],
  [
    'template: Fn::Join within Fn::Join',
    ({ sub: one }) =>
      token(
        join(
          ':',
          join(':', 'arn:aws:lambda', region, account),
          join(':', 'function', sub(one)),
          '2',
        ),
      ),
  ],
  [
    'template: Fn::Join of an unknown Region and account',
    ({ sub: one }) =>
      token(join(':', 'arn:aws:lambda', { Ref: 'R' }, { Ref: 'A' }, 'function', sub(one), '2')),
  ],
  [
    'template: Fn::FindInMap for the number',
    ({ sub: one }) =>
      token(join(':', sub(`${PSEUDO}:${one}`), { 'Fn::FindInMap': ['Versions', region, 'pay'] }), {
        Mappings: { Versions: { 'eu-west-1': { pay: '2' } } },
      }),
  ],
  [
    'template: Fn::FindInMap with a default',
    ({ sub: one }) =>
      token(
        join(':', sub(`${PSEUDO}:${one}`), {
          'Fn::FindInMap': ['Versions', region, 'none', { DefaultValue: '2' }],
        }),
        { Mappings: { Versions: { 'eu-west-1': { pay: '3' } } } },
      ),
  ],
  [
    'template: Fn::FindInMap for the name',
    ({ sub: one }) =>
      token(
        sub(`${PSEUDO}:\${F}:2`.replace('${F}', '${F}')),
        {},
        facts({ parameters: parameters([['F', one.replace('${Prefix}', 'shop')]]) }),
      ),
  ],
  [
    'template: Fn::Select',
    ({ sub: one }) => token({ 'Fn::Select': [1, ['x', sub(`${PSEUDO}:${one}:2`)]] }),
  ],
  [
    'template: Fn::Select of Fn::Split',
    ({ sub: one }) =>
      token({ 'Fn::Select': ['1', { 'Fn::Split': ['|', sub(`x|${PSEUDO}:${one}:2`)] }] }),
  ],
  [
    'template: Fn::Select from a list parameter',
    ({ real }) =>
      token(
        { 'Fn::Select': [1, { Ref: 'List' }] },
        {},
        facts({ parameters: parameters([['List', `x,${arn(real)}:2`]]) }),
      ),
  ],
  [
    'template: Fn::Join of a list parameter',
    ({ real }) =>
      token(
        { 'Fn::Join': [':', { Ref: 'List' }] },
        {},
        facts({
          parameters: parameters([
            ['List', `arn:aws:lambda,eu-west-1,${ACCOUNT},function,${real},2`],
          ]),
        }),
      ),
  ],
  [
    'template: Fn::If',
    ({ sub: one }) =>
      token({ 'Fn::If': ['IsProd', sub(`${PSEUDO}:${one}:2`), { Ref: 'AWS::NoValue' }] }),
  ],
  [
    'template: Fn::If for the number',
    ({ sub: one }) => token(join(':', sub(`${PSEUDO}:${one}`), { 'Fn::If': ['C', '1', '2'] })),
  ],
];
