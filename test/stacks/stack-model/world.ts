import type { AccountInventory } from '../../../scripts/package/account-inventory.ts';
import { isMembers } from '../../sandbox/wire/message.ts';
import type { Members } from '../../sandbox/wire/message.ts';
import { ModelAccount } from './account.ts';
import type { Interruption } from './cloudformation.ts';
import { ModelCloudFormation } from './cloudformation.ts';
import type { PackagedStack } from './packaged-template.ts';

export const TOOLING = '111111111111';
const TOPIC = 'AWS::SNS::Topic';
export const BUCKET = 'AWS::S3::Bucket';
export const STACK = 'limits-watchdog';
/** The resources that osls creates first, in a separate operation. */
export const FIRST = 'ServerlessDeploymentBucket';

export const arn = (name: string): string => `arn:aws:sns:eu-west-1:${TOOLING}:${name}`;

/** The tooling account with a model of CloudFormation. */
export class World {
  readonly account = new ModelAccount();
  readonly cloudFormation = new ModelCloudFormation(this.account);

  /** Deploys as osls does: first the deployment bucket, then an update with everything else. */
  deploy(stack: PackagedStack, interruption?: Interruption) {
    const { stackName, account, template } = stack;
    if (this.cloudFormation.statusOf(stackName) === undefined) {
      this.cloudFormation.deploy({ stackName, account, template: only(template, FIRST) });
    }
    return this.cloudFormation.deploy({ stackName, account, template }, interruption);
  }

  /** Returns what packaging would read. */
  inventory(stackName = STACK): AccountInventory {
    const held = [...this.cloudFormation.resources(stackName).values()];
    const status = this.cloudFormation.statusOf(stackName);
    const idOf = (type: string, name: string): string => (type === TOPIC ? arn(name) : name);
    const names = (type: string): readonly string[] =>
      this.account.ofType(type).map(({ name }) => name);
    return {
      stack: {
        kind: 'read',
        value:
          status === undefined
            ? undefined
            : {
                status,
                resources: new Set(held.map(({ thing }) => idOf(thing.type, thing.name))),
                topics: held
                  .filter(({ thing }) => thing.type === TOPIC)
                  .map(({ thing, resource }) => ({
                    arn: arn(thing.name),
                    isRetained: resource.deletionPolicy !== 'Delete',
                  })),
                template: {},
              },
      },
      topics: { kind: 'read', value: new Set(names(TOPIC).map(arn)) },
      buckets: { kind: 'read', value: new Map(names(BUCKET).map((name) => [name, 'eu-west-1'])) },
      logGroups: { kind: 'read', value: new Set(names('AWS::Logs::LogGroup')) },
    };
  }

  subscribe(name: string): void {
    this.account.find(TOPIC, name)?.subscribers.push('ops@example.com');
  }

  subscribersOf(name: string): readonly string[] | undefined {
    return this.account.find(TOPIC, name)?.subscribers;
  }

  outside(): readonly string[] {
    return this.account.outside().map(({ type, name }) => `${type} ${name}`);
  }
}

function only(template: Members, id: string): Members {
  return changed(template, (one, resource) => (one === id ? resource : undefined));
}

/** Returns the template with each resource replaced by `change`, or removed if that returns undefined. */
export function changed(
  template: Members,
  change: (id: string, resource: Members) => Members | undefined,
): Members {
  const { Resources: resources } = template;
  const entries = Object.entries(isMembers(resources) ? resources : {}).flatMap(([id, one]) => {
    const made = isMembers(one) ? change(id, one) : undefined;
    return made === undefined ? [] : [[id, made] as const];
  });
  return { ...template, Outputs: {}, Resources: Object.fromEntries(entries) };
}

/** Returns the stack with another DeletionPolicy, or none, for resources that have one. */
export function withPolicy(stack: PackagedStack, policy: string | undefined): PackagedStack {
  const template = changed(stack.template, (_, { DeletionPolicy: now, ...rest }) =>
    now === undefined ? rest : { ...rest, ...(policy !== undefined && { DeletionPolicy: policy }) },
  );
  return { ...stack, template };
}
