import type { StackResource } from './expand.ts';

/** A resource in an account, created by the stack or not. */
export interface Thing {
  readonly type: string;
  readonly name: string;
  /** The stack that owns it; undefined when it belongs to none. */
  owner: string | undefined;
  /** Whether it contains something that CloudFormation does not delete, such as objects of a bucket. */
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

  /** @returns undefined when the name is taken */
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

  /** The resources that belong to no stack. */
  outside(): readonly Thing[] {
    return [...this.#things.values()].filter(({ owner }) => owner === undefined);
  }
}

function keyOf(type: string, name: string): string {
  return `${type} ${name}`;
}
