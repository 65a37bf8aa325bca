import { readFileSync } from 'node:fs';

import { readTemplate } from '../../sandbox/cloudformation/read-template.ts';
import { resolve } from '../../sandbox/cloudformation/resolve.ts';
import { parametersOf } from '../../sandbox/cloudformation/scope.ts';
import type { Members } from '../../sandbox/wire/message.ts';
import { isMembers } from '../../sandbox/wire/message.ts';

/** A state machine as its stack creates it. */
export interface Machine {
  readonly name: string;
  readonly roleName: string;
  /** The definition with its substitutions replaced. */
  readonly definition: Members;
}

const PLACE = {
  stackName: 'stack',
  partition: 'aws',
  accountId: '111111111111',
  region: 'eu-west-1',
};

/** Returns the state machine of a template in `src/stacks/`, or of a packaged template. */
export function machineOf(
  template: string,
  resource: string,
  parameters: Readonly<Record<string, string>>,
): Machine {
  const read = readTemplate(template);
  const scope = { template: read, place: PLACE, parameters: parametersOf(read, parameters) };
  const machine = membersOf(membersOf(read.resources[resource])['Properties']);
  const role = membersOf(membersOf(read.resources[`${resource}Role`])['Properties']);
  const made = membersOf(resolve(machine['DefinitionSubstitutions'], scope));
  return {
    name: String(resolve(machine['StateMachineName'], scope)),
    roleName: String(resolve(role['RoleName'], scope)),
    definition: membersOf(substituted(machine['Definition'], made)),
  };
}

export function shippedMachine(file: string, resource: string): Machine {
  const text = readFileSync(new URL(`../../../src/stacks/${file}`, import.meta.url), 'utf8');
  const bucket = 'limits-watchdog-state-111111111111-eu-west-1';
  const known = readTemplate(text).parameters;
  return machineOf(text, resource, {
    Engine: 'distributed',
    ...('StateBucket' in known && { StateBucket: bucket }),
  });
}

/**
 * Returns the definition with its substitutions replaced.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
 * (DefinitionSubstitutions)
 *
 * @throws Error for a `${name}` without a value
 */
function substituted(value: unknown, made: Members): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const text = made[name];
      if (typeof text !== 'string') throw new Error(`nothing is substituted for ${name}`);
      return text;
    });
  }
  if (Array.isArray(value)) return value.map((item: unknown) => substituted(item, made));
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, substituted(member, made)]),
  );
}

export function membersOf(value: unknown): Members {
  if (!isMembers(value)) throw new Error(`${JSON.stringify(value)} is no map`);
  return value;
}
