import type { StackResource } from './expand.ts';

/** A resource in an account, created by a stack or not. */
export interface Thing {
  readonly type: string;
  readonly name: string;
  /** The name of its stack; undefined for a resource outside of all stacks. */
  owner: string | undefined;
  /** Whether it has content that CloudFormation does not delete, such as objects in a bucket. */
  isFilled: boolean;
  /** The subscribers of a topic. */
  readonly subscribers: string[];
}

/** The resources of one account and Region, by type and name. */
export class ModelAccount {
  readonly #things = new Map<string, Thing>();
  #made = 0;

  find(type: string, name: string): Thing | undefined {
    return this.#things.get(keyOf(type, name));
  }

  /** Creates a resource; returns undefined when the name exists already. */
  make({ type, name }: Pick<StackResource, 'type' | 'name'>, owner: string | undefined) {
    this.#made += 1;
    const thing: Thing = {
      type,
      name: name ?? `generated-${this.#made}`,
      owner,
      isFilled: false,
      subscribers: [],
    };
    if (this.find(type, thing.name) !== undefined) return undefined;
    this.#things.set(keyOf(type, thing.name), thing);
    return thing;
  }

  delete({ type, name }: Thing): void {
    this.#things.delete(keyOf(type, name));
  }

  ofType(type: string): readonly Thing[] {
    return [...this.#things.values()].filter((thing) => thing.type === type);
  }

  /** Returns the resources that belong to no stack. */
  outside(): readonly Thing[] {
    return [...this.#things.values()].filter(({ owner }) => owner === undefined);
  }
}

function keyOf(type: string, name: string): string {
  return `${type} ${name}`;
}
