import type { ModelAccount, Thing } from './account.ts';
import type { DeletionPolicy, StackRequest, StackResource } from './expand.ts';
import { resourcesOf } from './expand.ts';

/*
 * Models how CloudFormation handles name conflicts, retained resources and rollbacks, and nothing else:
 *
 * 1. A create handler fails with AlreadyExists when a resource of that name exists.
 *    https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
 * 2. A rollback deletes what the failed operation created, even with RetainExceptOnCreate, but not with Retain.
 *    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 * 3. A resource that a new template lacks is deleted after the update has succeeded, unless the DeletionPolicy
 *    of the deployed template is one of the two. (Same page.)
 * 4. Deleting a stack keeps resources with either policy. (Same page.)
 * 5. A bucket that contains an object is not deleted. (Same page, under "Delete".)
 * 6. The rollback of an update skips a resource that it cannot delete, which then belongs to no stack; the
 *    rollback of a creation ends in ROLLBACK_FAILED. https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck
 * 7. From ROLLBACK_COMPLETE, ROLLBACK_FAILED and DELETE_FAILED a stack can only be deleted.
 *    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 * 8. An e-mail subscription that is not confirmed cannot be deleted: DELETE_FAILED.
 *    https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 * 9. A replaced resource is deleted according to UpdateReplacePolicy.
 *    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 *
 * Independent resources are created in parallel. When one fails, the model assumes that all resources that do
 * not depend on it exist, since that leaves the most behind.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
 */

export interface Outcome {
  readonly status: string;
  /** The logical ids that failed, with the reason. */
  readonly failures: readonly string[];
}

export interface Interruption {
  /** The logical id that fails by itself. */
  readonly failing?: string;
  /** Is called before the rollback, to simulate a run that started or a new subscriber. */
  readonly meanwhile?: (made: (type: string) => readonly Thing[]) => void;
}

interface HeldResource {
  readonly resource: StackResource;
  readonly thing: Thing;
}

interface Stack {
  status: string;
  held: ReadonlyMap<string, HeldResource>;
}

const ONLY_TO_BE_DELETED = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'];

export class ModelCloudFormation {
  readonly #account: ModelAccount;
  readonly #stacks = new Map<string, Stack>();

  constructor(account: ModelAccount) {
    this.#account = account;
  }

  statusOf(stackName: string): string | undefined {
    return this.#stacks.get(stackName)?.status;
  }

  /** The physical resources of the stack, by logical id. */
  resources(stackName: string): ReadonlyMap<string, HeldResource> {
    return this.#stacks.get(stackName)?.held ?? new Map();
  }

  /** Creates the stack, or updates it if it exists. */
  deploy(request: StackRequest, interruption: Interruption = {}): Outcome {
    const { stackName } = request;
    const before = this.#stacks.get(stackName);
    if (before !== undefined && ONLY_TO_BE_DELETED.includes(before.status)) {
      return { status: before.status, failures: [`${stackName}: can only be deleted`] };
    }
    const wanted = resourcesOf(request);
    const held = before?.held ?? new Map<string, HeldResource>();
    const isNew = ({ logicalId, name }: StackResource): boolean => {
      const earlier = held.get(logicalId);
      return earlier === undefined || (name !== undefined && earlier.thing.name !== name);
    };
    const made = new Map<string, HeldResource>();
    const failures: string[] = [];
    for (const resource of this.#attempted(wanted, isNew, interruption.failing)) {
      const thing =
        resource.logicalId === interruption.failing
          ? undefined
          : this.#account.make(resource, stackName);
      if (thing !== undefined) {
        thing.isFilled = resource.isPending;
        made.set(resource.logicalId, { resource, thing });
      } else {
        const why =
          resource.logicalId === interruption.failing ? 'InternalFailure' : 'AlreadyExists';
        failures.push(`${resource.logicalId}: ${why}`);
      }
    }
    interruption.meanwhile?.((type) => this.#account.ofType(type));
    if (failures.length > 0) {
      const left = this.#rollBack([...made.values()]);
      const status =
        before !== undefined
          ? 'UPDATE_ROLLBACK_COMPLETE'
          : left
            ? 'ROLLBACK_FAILED'
            : 'ROLLBACK_COMPLETE';
      this.#stacks.set(stackName, { status, held });
      return { status, failures };
    }
    const kept = new Map(
      wanted.flatMap((resource) => {
        const earlier = held.get(resource.logicalId);
        const thing = made.get(resource.logicalId)?.thing ?? earlier?.thing;
        return thing === undefined ? [] : [[resource.logicalId, { resource, thing }] as const];
      }),
    );
    const things = new Set([...kept.values()].map(({ thing }) => thing));
    for (const [id, one] of held) {
      if (things.has(one.thing)) continue;
      const { deletionPolicy, replacePolicy } = one.resource;
      this.#remove(one.thing, kept.has(id) ? replacePolicy : deletionPolicy);
    }
    const status = before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    this.#stacks.set(stackName, { status, held: kept });
    return { status, failures };
  }

  delete(stackName: string): Outcome {
    const stack = this.#stacks.get(stackName);
    if (stack === undefined) return { status: 'DELETE_COMPLETE', failures: [] };
    const failed = new Map(
      [...stack.held].filter(
        ([, { thing, resource }]) => !this.#remove(thing, resource.deletionPolicy),
      ),
    );
    if (failed.size === 0) {
      this.#stacks.delete(stackName);
      return { status: 'DELETE_COMPLETE', failures: [] };
    }
    for (const { thing } of failed.values()) thing.owner = stackName;
    this.#stacks.set(stackName, { status: 'DELETE_FAILED', held: failed });
    return { status: 'DELETE_FAILED', failures: [...failed.keys()] };
  }

  /** Returns new resources in an order that their dependencies allow, without those that depend on a failing one. */
  #attempted(
    wanted: readonly StackResource[],
    isNew: (resource: StackResource) => boolean,
    failing: string | undefined,
  ): readonly StackResource[] {
    const blocked = new Set<string>();
    const without = (id: string): void => {
      for (const { logicalId, needs } of wanted) {
        if (!needs.has(id) || blocked.has(logicalId)) continue;
        blocked.add(logicalId);
        without(logicalId);
      }
    };
    const taken = wanted.filter(
      (one) => isNew(one) && one.name !== undefined && this.#account.find(one.type, one.name),
    );
    for (const id of [...taken.map(({ logicalId }) => logicalId), failing ?? '']) without(id);
    return wanted.filter((one) => isNew(one) && !blocked.has(one.logicalId));
  }

  /** Returns whether something could not be deleted. */
  #rollBack(made: readonly HeldResource[]): boolean {
    let isLeft = false;
    for (const { resource, thing } of made) {
      thing.owner = undefined;
      if (resource.deletionPolicy === 'Retain') continue;
      if (thing.isFilled) isLeft = true;
      else this.#account.delete(thing);
    }
    return isLeft;
  }

  /** @returns false when it should have been deleted but could not be */
  #remove(thing: Thing, policy: DeletionPolicy): boolean {
    thing.owner = undefined;
    if (policy !== 'Delete') return true;
    if (thing.isFilled) return false;
    this.#account.delete(thing);
    return true;
  }
}
