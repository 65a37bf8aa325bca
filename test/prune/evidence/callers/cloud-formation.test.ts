import { cloudFormation } from '../../../../src/prune/evidence/cloud-formation.ts';
import { queryError } from '../../../aws/wire.ts';
import { arn, use } from '../scripted-reads.ts';
import { byAction, queried, resource, resources, stack } from './answers.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: cloudFormation,
  answers: () => [
    byAction({
      DescribeStacks: [
        queried(
          'DescribeStacks',
          `<Stacks>${stack(
            'calm',
            'UPDATE_COMPLETE',
            `<Parameters><member><ParameterKey>P</ParameterKey><ParameterValue>${arn('orders', '4')}</ParameterValue></member></Parameters><Outputs><member><OutputKey>O</OutputKey><OutputValue>${arn('orders', '5')}</OutputValue></member></Outputs>`,
          )}</Stacks><NextToken>stacks-two</NextToken>`,
        ),
        queried(
          'DescribeStacks',
          `<Stacks>${stack('stuck', 'UPDATE_ROLLBACK_FAILED')}${stack('past', 'DELETE_COMPLETE')}${stack('leaving', 'DELETE_IN_PROGRESS')}</Stacks>`,
        ),
        queried('DescribeStacks', `<Stacks>${stack('leaving', 'DELETE_COMPLETE')}</Stacks>`),
      ],
      ListStackResources: [
        queried(
          'ListStackResources',
          `<StackResourceSummaries>${resource('AWS::Lambda::Version', arn('orders', '12'))}</StackResourceSummaries><NextToken>resources-two</NextToken>`,
        ),
        resources(
          resource('AWS::Lambda::Function', 'orders'),
          resource('Custom::Thing', 'x'),
          resource('AWS::Lambda::Version'),
          resource('AWS::Lambda::Version', arn('orders', '14')),
        ),
        resources(
          resource('AWS::Lambda::Function', 'billing'),
          resource('AWS::Lambda::Function'),
          resource('AWS::Lambda::Function', arn('orders', '1', 'eu-west-1', '333333333333')),
          resource('AWS::Lambda::Alias', arn('billing', 'live')),
          resource('AWS::SQS::Queue', 'audit'),
          resource('AWS::SQS::Queue', 'https://queue:12'),
        ),
        queryError(400, 'ValidationError', 'No such stack'),
      ],
      GetTemplate: [
        queried(
          'GetTemplate',
          `<TemplateBody>Resources: {T: {Type: Custom::Thing, Properties: {ServiceToken: "${arn('provider', '7')}"}}}</TemplateBody>`,
        ),
        queried('GetTemplate', '<TemplateBody>Resources: {}</TemplateBody>'),
      ],
    }),
  ],
  uses: [
    use('orders', '4', 'value in the stack calm'),
    use('orders', '5', 'value in the stack calm'),
    use('orders', '12', 'resource of the stack id-calm'),
    use('orders', '14', 'resource of the stack id-calm'),
    use('provider', '7', 'template of the stack id-calm'),
    use('billing', '*', 'stack id-stuck, which is at work or can be rolled back'),
  ],
  onLaterPage: use('billing', '*', 'stack id-stuck, which is at work or can be rolled back'),
  disabled: [],
  calls: 9,
  tokens: ['stacks-two', 'resources-two'],
  errorOf: (status, name) => queryError(status, name),
  emptyAnswer: queried('DescribeStacks', ''),
});
