import { arn } from './reference-examples.ts';
import { machine, task } from './machines.ts';
import type { Form } from './names.ts';

export const JSONATA_FORMS: readonly Form[] = [
  [
    'machine: JSONata &',
    ({ jsonata }) => machine(task({ FunctionName: `{% ${jsonata} & ':' & '2' %}` })),
  ],
  [
    'machine: JSONata & of an ARN',
    ({ jsonata }) => machine(task({ FunctionName: `{% '${arn('')}' & ${jsonata} & ':2' %}` })),
  ],
  [
    'machine: JSONata $join',
    ({ jsonata }) =>
      machine(
        task({ FunctionName: `{% $join(['${arn('').slice(0, -1)}', ${jsonata}, '2'], ':') %}` }),
      ),
  ],
  [
    'machine: JSONata object as Arguments',
    ({ jsonata }) =>
      machine(
        task(`{% {'FunctionName': ${jsonata}, 'Qualifier': '2', 'Payload': $states.input} %}`),
      ),
  ],
  [
    'machine: JSONata $merge as Arguments',
    ({ jsonata }) =>
      machine(
        task(`{% $merge([$states.input, {'FunctionName': ${jsonata}}, {'Qualifier': '2'}]) %}`),
      ),
  ],
  [
    'machine: JSONata condition',
    ({ jsonata }) =>
      machine(task({ FunctionName: `{% $states.input.test ? 'x' : (${jsonata} & ':2') %}` })),
  ],
  [
    'machine: JSONata block with variables',
    ({ jsonata }) =>
      machine(task({ FunctionName: `{% ($f := ${jsonata}; $v := 2; $f & ':' & $string($v)) %}` })),
  ],
  [
    'machine: JSONata function of its own',
    ({ jsonata }) =>
      machine(
        task({
          FunctionName: `{% ($at := function($f, $v) { $f & ':' & $v }; $at(${jsonata}, '2')) %}`,
          Qualifier: '2',
        }),
      ),
  ],
  [
    'machine: JSONata $lookup',
    ({ jsonata }) =>
      machine(task({ FunctionName: `{% $lookup({'a': ${jsonata} & ':2'}, $states.input.k) %}` })),
  ],
  [
    'machine: JSONata ~>',
    ({ jsonata }) => machine(task({ FunctionName: `{% [${jsonata}, '2'] ~> $join(':') %}` })),
  ],
  [
    'machine: JSONata $map',
    ({ jsonata }) =>
      machine(task({ FunctionName: `{% $map([${jsonata}], function($n) { $n & ':2' })[0] %}` })),
  ],
  [
    'machine: variables assigned earlier',
    ({ jsonata }) =>
      machine(
        task(
          { FunctionName: "{% $fn & ':' & $version %}" },
          {
            Set2: { Type: 'Pass', Assign: { fn: `{% ${jsonata} %}`, version: '2' }, Next: 'Call' },
          },
        ),
      ),
  ],
  [
    'machine: a variable with fields',
    ({ real }) =>
      machine(
        task(
          { FunctionName: '{% $cfg.fn %}', Qualifier: '{% $cfg.v %}' },
          { Set2: { Type: 'Pass', Assign: { cfg: { fn: real, v: '2' } }, Next: 'Call' } },
        ),
      ),
  ],
  [
    'machine: the output of an earlier state',
    ({ jsonata }) =>
      machine(
        task(
          { FunctionName: "{% $states.input.fn & ':2' %}" },
          { Set2: { Type: 'Pass', Output: { fn: `{% ${jsonata} %}` }, Next: 'Call' } },
        ),
      ),
  ],
];
