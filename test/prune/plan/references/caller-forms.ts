import {
  readRuleTarget,
  readText,
} from '../../../../src/prune/evidence/references/read-callers.ts';
import { arn, HOME } from './reference-examples.ts';
import type { Form } from './names.ts';

export const CALLER_FORMS: readonly Form[] = [
  ['schedule: the target', ({ real }) => readText(arn(`${real}:2`), HOME)],
  [
    'schedule: the input of a universal target',
    ({ real }) => readText(JSON.stringify({ FunctionName: real, Qualifier: '2' }), HOME),
  ],
  [
    'schedule: an ARN anywhere in the input',
    ({ real }) => readText(JSON.stringify({ jobs: [{ call: arn(`${real}:2`) }] }), HOME),
  ],
  [
    'schedule: JSON within JSON',
    ({ real }) =>
      readText(JSON.stringify({ Payload: JSON.stringify({ call: arn(`${real}:2`) }) }), HOME),
  ],
  ['rule: the target', ({ real }) => readRuleTarget({ Arn: arn(`${real}:2`) }, HOME)],
  [
    'rule: a constant input',
    ({ real }) =>
      readRuleTarget(
        { Arn: 'arn:aws:sqs:eu-west-1:2:q', Input: `{"call":"${arn(`${real}:2`)}"}` },
        HOME,
      ),
  ],
  [
    'rule: an input template',
    ({ real }) =>
      readRuleTarget(
        {
          Arn: 'x',
          InputTransformer: {
            InputPathsMap: { v: '$.detail.v' },
            InputTemplate: `{"FunctionName":"${real}","Qualifier":<v>}`,
          },
        },
        HOME,
      ),
  ],
  [
    'rule: an input template of text',
    ({ real }) =>
      readRuleTarget(
        { Arn: 'x', InputTransformer: { InputTemplate: `"call ${arn(`${real}:<v>`)} now"` } },
        HOME,
      ),
  ],
];
