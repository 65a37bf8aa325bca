import { readFileSync } from 'node:fs';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';

import { membersOf, shippedMachine } from './definition.ts';

describe.each([
  ['distributed-watch.yml', 'DistributedWatch'],
  ['prune-loop.yml', 'PruneLoop'],
])('the machine of %s', (file, resource) => {
  const machine = shippedMachine(file, resource);

  it('is a definition that Step Functions accepts', () => {
    // The validator writes into what it is given.
    const copy: unknown = JSON.parse(JSON.stringify(machine.definition));
    const found = aslValidator(copy);
    expect(found.isValid ? '' : found.errorsText('\n')).toBe('');
    expect(found.isValid).toBe(true);
  });

  it('would be invalid if a transition led nowhere', () => {
    const copy = JSON.parse(
      JSON.stringify(machine.definition).replace(/"Next":"\w+"/, '"Next":"No"'),
    );
    expect(aslValidator(copy).isValid).toBe(false);
  });

  it('has no task without a timeout, and retries tasks only after errors of the Lambda service', () => {
    const tasks = tasksIn(machine.definition);
    expect(tasks.length).toBeGreaterThan(0);
    for (const [name, task] of tasks) {
      expect(task['TimeoutSeconds']).toBeTypeOf('number');
      const [first, ...others] = Array.isArray(task['Retry']) ? task['Retry'].map(membersOf) : [];
      for (const error of Array.isArray(first?.['ErrorEquals']) ? first['ErrorEquals'] : ['none']) {
        expect(error).toMatch(/^Lambda\./);
      }
      // Only measuring changes nothing, so only that stage may be retried after its own failure.
      expect(others.length).toBe(name === 'MeasureBatch' ? 1 : 0);
    }
  });

  it('does not refer to itself, since its role must exist before it', () => {
    const text = readFileSync(new URL(`../../../src/stacks/${file}`, import.meta.url), 'utf8');
    const beforeOutputs = text.slice(0, text.indexOf('\nOutputs:'));
    expect(beforeOutputs).not.toMatch(new RegExp(`!(Ref|GetAtt) ${resource}\\b(?!Role)`));
    expect(beforeOutputs).toContain(`!GetAtt ${resource}Role.Arn`);
  });
});

function tasksIn(definition: unknown): readonly (readonly [string, Record<string, unknown>])[] {
  return Object.entries(membersOf(membersOf(definition)['States'])).flatMap(([name, body]) => {
    const state = { ...membersOf(body) };
    if (state['Type'] === 'Map') return tasksIn(state['ItemProcessor']);
    return state['Type'] === 'Task' ? [[name, state] as const] : [];
  });
}
