import { readFileSync } from 'node:fs';
import type { Role } from '../iam/role.ts';
import type { Partition } from '../regions.ts';
import type { OrganizationWorld } from '../world/organization.ts';
import type { AccountWorld, StackWorld, World } from '../world.ts';
import { rolesOfStack } from '../cloudformation/stack-roles.ts';
import { parsePolicy } from '../iam/policy.ts';
import { makeRole } from '../iam/role.ts';
import { globalRegionOf } from '../regions.ts';
import type { BucketState } from './bucket-state.ts';
import { Account } from './account.ts';
import { Sessions } from './sessions.ts';

const REPOSITORY = new URL('../../../', import.meta.url);

/** The accounts of a world, the roles that its stacks created in them, and the role sessions. */
export class Organisation {
  readonly partition: Partition;
  readonly world: World;
  readonly accounts: ReadonlyMap<string, Account>;
  /** The organisation that AWS Organizations lists; a test can change it. */
  organization: OrganizationWorld | undefined;
  readonly sessions = new Sessions();
  /** When the sandbox started, in epoch milliseconds. */
  readonly startedAt: number;

  /** @throws Error when AWS would refuse a stack, a policy or a role of the world */
  constructor(world: World, now: number) {
    this.world = world;
    this.organization = world.organization;
    this.startedAt = now;
    this.partition = world.partition ?? 'aws';
    const accounts = world.accounts.map((account) => this.#makeAccount(account, now));
    this.accounts = new Map(accounts.map((account) => [account.id, account]));
    if (this.accounts.size !== accounts.length) throw new RangeError('two accounts of one id');
    this.#refuseTrustInAbsentRoles();
  }

  /**
   * Returns the account with this id.
   *
   * @throws Error when the world has no such account
   */
  account(id: string): Account {
    const account = this.accounts.get(id);
    if (account === undefined) throw new RangeError(`no account ${id} in this world`);
    return account;
  }

  roleByArn(arn: string): Role | undefined {
    const account = this.accounts.get(arn.split(':')[4] ?? '');
    return [...(account?.roles.values() ?? [])].find((role) => role.arn === arn);
  }

  /** Returns the bucket of any account; bucket names are unique in a partition. */
  findBucket(name: string): BucketState | undefined {
    for (const account of this.accounts.values()) {
      const bucket = account.buckets.find((one) => one.name === name);
      if (bucket !== undefined) return bucket;
    }
    return undefined;
  }

  #makeAccount(world: AccountWorld, now: number): Account {
    if (!/^\d{12}$/.test(world.id)) throw new RangeError(`not an account id: ${world.id}`);
    const stackRoles = (world.stacks ?? []).flatMap((stack) => this.#deploy(stack, world));
    const ownRoles = (world.roles ?? []).map((role) =>
      makeRole({
        partition: this.partition,
        accountId: world.id,
        name: role.name,
        path: role.path,
        trust: parsePolicy(role.trust, 'trust'),
        policies: (role.policies ?? []).map((document) => parsePolicy(document)),
        boundary: role.boundary === undefined ? undefined : parsePolicy(role.boundary),
        maxSessionSeconds: role.maxSessionSeconds,
      }),
    );
    return new Account(world, {
      partition: this.partition,
      roles: [...stackRoles, ...ownRoles],
      serviceControl: (world.serviceControlPolicies ?? []).map((document) => parsePolicy(document)),
      startedAt: now,
      behaviour: this.world.behaviour,
    });
  }

  #deploy(stack: StackWorld, account: AccountWorld): readonly Role[] {
    const template = readFileSync(new URL(stack.template, REPOSITORY), 'utf8');
    const fileName = stack.template.replace(/^.*\//, '').replace(/\.\w+$/, '');
    const place = {
      stackName: stack.name ?? fileName,
      partition: this.partition,
      accountId: account.id,
      region: stack.region ?? globalRegionOf(this.partition),
    };
    const deployed = stack.change?.(template) ?? template;
    const { managedPolicies = {} } = account;
    return rolesOfStack(deployed, place, stack.parameters, { managedPolicies }).map((role) => ({
      ...role,
      template: fileName,
    }));
  }

  /** Refuses a trust policy that names a role which does not exist, as IAM does. */
  #refuseTrustInAbsentRoles(): void {
    for (const account of this.accounts.values()) {
      for (const role of account.roles.values()) {
        const named = role.trust.statements.flatMap(({ principals }) => principals?.aws ?? []);
        for (const arn of named.filter((name) => /:role\//.test(name))) {
          if (this.roleByArn(arn) !== undefined) continue;
          throw new RangeError(
            `MalformedPolicyDocument: Invalid principal in policy: "AWS":"${arn}" (role ${role.arn})`,
          );
        }
      }
    }
  }
}
