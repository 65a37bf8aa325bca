import { arn, facts, template, token, parameters } from './reference-examples.ts';
import type { Form } from './names.ts';
import { join, PSEUDO, sub } from './template-values.ts';

/** Values that come from other parts of a template, and properties that take a function. */
export const TEMPLATE_PLACES: readonly Form[] = [
  [
    'template: Fn::ImportValue for the number',
    ({ sub: one }) => token(join(':', sub(`${PSEUDO}:${one}`), { 'Fn::ImportValue': 'version' })),
  ],
  [
    'template: an attribute of a custom resource for the number',
    ({ sub: one }) => token(sub(`${PSEUDO}:${one}:\${Finder.Version}`)),
  ],
  [
    'template: a whole ARN from a parameter',
    ({ real }) =>
      token({ Ref: 'Arn' }, {}, facts({ parameters: parameters([['Arn', arn(`${real}:2`)]]) })),
  ],
  [
    'template: Fn::Sub of an ARN from a parameter',
    ({ real }) =>
      token(sub('${Arn}:2'), {}, facts({ parameters: parameters([['Arn', arn(real)]]) })),
  ],
  [
    'template: Fn::ForEach',
    ({ sub: one }) =>
      template({
        'Fn::ForEach::Each': [
          'V',
          ['1', '2'],
          {
            'One${V}': {
              Type: 'Custom::One',
              Properties: { ServiceToken: sub(`${PSEUDO}:${one}:\${V}`) },
            },
          },
        ],
      }),
  ],
  [
    'template: Fn::ForEach over names',
    ({ real, sub: one }) =>
      template({
        'Fn::ForEach::Each': [
          'N',
          ['x', one === real ? real : 'pay'],
          {
            'One${N}': {
              Type: 'Custom::One',
              Properties: {
                ServiceToken: sub(`${PSEUDO}:${one === real ? '' : '${Prefix}-'}\${N}:2`),
              },
            },
          },
        ],
      }),
  ],
  [
    'template: a macro',
    ({ sub: one }) =>
      template({
        M: {
          Type: 'AWS::CloudFormation::Macro',
          Properties: { Name: 'M', FunctionName: sub(`${PSEUDO}:${one}:2`) },
        },
      }),
  ],
  [
    'template: a hook',
    ({ sub: one }) =>
      template({
        H: {
          Type: 'AWS::CloudFormation::LambdaHook',
          Properties: { LambdaFunction: sub(`${PSEUDO}:${one}:2`) },
        },
      }),
  ],
  [
    'template: the URI of an integration',
    ({ sub: one }) =>
      template({
        M: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            Integration: {
              Uri: sub(
                `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${PSEUDO}:${one}:2/invocations`,
              ),
            },
          },
        },
      }),
  ],
  [
    'template: an integration with a stage variable',
    ({ sub: one }) =>
      template({
        M: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            Integration: {
              Uri: sub(
                `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${PSEUDO}:${one}:\${!stageVariables.version}/invocations`,
              ),
            },
          },
        },
      }),
  ],
  [
    'template: the target of a rule',
    ({ sub: one }) =>
      template({
        R: {
          Type: 'AWS::Events::Rule',
          Properties: { Targets: [{ Id: 'a', Arn: join(':', sub(`${PSEUDO}:${one}`), '2') }] },
        },
      }),
  ],
  [
    'template: an event source mapping by name and number',
    ({ sub: one }) =>
      template({
        E: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { FunctionName: sub(`${one}:2`) },
        },
      }),
  ],
  [
    'template: triggers of a user pool',
    ({ sub: one }) =>
      template({
        U: {
          Type: 'AWS::Cognito::UserPool',
          Properties: { LambdaConfig: { PreSignUp: sub(`${PSEUDO}:${one}:2`) } },
        },
      }),
  ],
  [
    'template: name and qualifier side by side',
    ({ sub: one }) =>
      template({
        C: { Type: 'Custom::Call', Properties: { FunctionName: sub(one), Qualifier: 2 } },
      }),
  ],
];
