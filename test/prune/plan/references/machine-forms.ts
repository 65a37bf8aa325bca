import { ACCOUNT, arn } from './reference-examples.ts';
import { machine, nested, path, task } from './machines.ts';
import type { Form } from './names.ts';

/** References in literals and JSONPath. */
export const MACHINE_FORMS: readonly Form[] = [
  ['machine: the ARN as the resource', ({ real }) => machine(task({}, {}, arn(`${real}:2`)))],
  [
    'machine: the ARN as FunctionName',
    ({ real }) => machine(task({ FunctionName: arn(`${real}:2`) })),
  ],
  [
    'machine: name and Qualifier',
    ({ real }) => machine(path({ FunctionName: real, Qualifier: '2' })),
  ],
  ['machine: name and a number', ({ real }) => machine(path({ FunctionName: real, Qualifier: 2 }))],
  [
    'machine: the SDK integration',
    ({ real }) =>
      machine(
        task({ FunctionName: real, Qualifier: '2' }, {}, 'arn:aws:states:::aws-sdk:lambda:invoke'),
      ),
  ],
  [
    'machine: partial ARN',
    ({ real }) => machine(task({ FunctionName: `${ACCOUNT}:function:${real}:2` })),
  ],
  [
    'machine: name and computed Qualifier',
    ({ real }) => machine(path({ FunctionName: real, 'Qualifier.$': '$.v' })),
  ],
  [
    'machine: States.Format',
    ({ intrinsic }) =>
      machine(path({ 'FunctionName.$': `States.Format('{}:{}', ${intrinsic}, '2')` })),
  ],
  [
    'machine: States.Format with an unknown number',
    ({ intrinsic }) =>
      machine(path({ 'FunctionName.$': `States.Format('${arn('{}:{}')}', ${intrinsic}, $.v)` })),
  ],
  [
    'machine: States.ArrayGetItem',
    ({ intrinsic }) =>
      machine(
        path({
          'FunctionName.$': `States.ArrayGetItem(States.Array('x', ${intrinsic}), 1)`,
          Qualifier: '2',
        }),
      ),
  ],
  [
    'machine: the result of a Pass state',
    ({ real }) =>
      machine(
        path(
          { 'FunctionName.$': '$.cfg.fn', 'Qualifier.$': '$.cfg.v' },
          {
            Set2: { Type: 'Pass', Result: { fn: real, v: '2' }, ResultPath: '$.cfg', Next: 'Call' },
          },
        ),
      ),
  ],
  [
    'machine: within a distributed map',
    ({ real }) =>
      machine(
        JSON.stringify({
          StartAt: 'M',
          States: { M: nested(path({ FunctionName: real, Qualifier: '2' })) },
        }),
      ),
  ],
  [
    'machine: within a branch',
    ({ real }) =>
      machine(
        JSON.stringify({
          StartAt: 'P',
          States: {
            P: {
              Type: 'Parallel',
              Branches: [
                { StartAt: 'Call', ...(JSON.parse(path({ FunctionName: `${real}:2` })) as object) },
              ],
            },
          },
        }),
      ),
  ],
];
