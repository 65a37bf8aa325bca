import { readStateMachine } from '../../../../src/prune/evidence/references/read-callers.ts';
import { HOME } from './reference-examples.ts';

export const task = (
  args: unknown,
  states: object = {},
  resource = 'arn:aws:states:::lambda:invoke',
) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { prefix: 'shop' }, Next: 'Call' },
      ...states,
      Call: { Type: 'Task', Resource: resource, Arguments: args, End: true },
    },
  });
export const path = (parameters: object, states: object = {}) =>
  task(parameters, states)
    .replace('"JSONata"', '"JSONPath"')
    .replace('"Arguments"', '"Parameters"');
export const machine = (text: string) => readStateMachine(text, HOME);
export const nested = (inner: string) => {
  const { States: states } = JSON.parse(inner) as { States: object };
  return {
    Type: 'Map',
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Call', States: states },
  };
};
