import type { Clock } from './clock.ts';
import type { FunctionState } from './state/function-state.ts';
import type { LambdaRegion } from './state/lambda-region.ts';
import type { LayerState } from './state/layer-state.ts';
import type { AliasWorld, FunctionWorld, PolicyDocument, RegionWorld } from './world.ts';
import type { AliasEventWorld } from './world/deployments.ts';

/**
 * Changes that other people make in a Region while a test runs. A change takes effect at once and sends no request;
 * changes of aliases are recorded by CloudTrail.
 */
export class RegionChange {
  readonly #lambda: LambdaRegion;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(lambda: LambdaRegion, clock: Pick<Clock, 'now'>) {
    this.#lambda = lambda;
    this.#clock = clock;
  }

  /** Publishes a version of the function and returns its number. */
  publishVersion(functionName: string): number {
    const version = this.#function(functionName).publish(this.#clock.now());
    this.#lambda.recount();
    return version;
  }

  /**
   * Creates the alias or points it at another version.
   *
   * @throws RangeError when the version does not exist
   */
  moveAlias(functionName: string, name: string, version: string, weights?: AliasWeights): void {
    const fn = this.#function(functionName);
    const event = fn.aliases.some((alias) => alias.name === name) ? 'UpdateAlias' : 'CreateAlias';
    const target = { version, ...(weights === undefined ? {} : { weights }) };
    fn.putAlias({ name, ...target });
    this.#record({ event, functionName, alias: name, ...target });
  }

  deleteAlias(functionName: string, name: string): void {
    this.#function(functionName).removeAlias(name);
    this.#record({ event: 'DeleteAlias', functionName, alias: name });
  }

  /** Deletes a version without checking whether an alias points at it. */
  deleteVersion(functionName: string, version: number): void {
    const fn = this.#function(functionName);
    this.#lambda.remove(fn, { version, now: this.#clock.now() });
  }

  deleteFunction(functionName: string): void {
    this.#lambda.remove(this.#function(functionName));
  }

  createFunction(world: FunctionWorld): void {
    this.#lambda.add(world, this.#clock.now());
  }

  /** Changes properties of a function other than its versions and aliases, such as provisioned concurrency. */
  updateFunction(
    functionName: string,
    change: (fn: FunctionWorld) => Omit<Partial<FunctionWorld>, 'name' | 'versions' | 'aliases'>,
  ): void {
    const fn = this.#function(functionName);
    fn.change(change(fn.world));
    this.#lambda.recount();
  }

  /** Publishes a version of the layer and returns its number. */
  publishLayerVersion(layerName: string): number {
    return this.#layer(layerName).publish(this.#clock.now());
  }

  /**
   * Sets the resource policy of a layer version, which allows other accounts to use it (AddLayerVersionPermission).
   */
  shareLayerVersion(layerName: string, version: number, policy: PolicyDocument): void {
    this.#layer(layerName).putPolicy(version, policy);
  }

  deleteLayerVersion(layerName: string, version: number): void {
    this.#layer(layerName).remove(version);
  }

  /** Changes other resources of the Region, such as event source mappings, schedules, stacks or deployments. */
  update(
    change: (
      region: RegionWorld,
    ) => Omit<Partial<RegionWorld>, 'functions' | 'layers' | 'codeStorage'>,
  ): void {
    this.#lambda.world = { ...this.#lambda.world, ...change(this.#lambda.world) };
  }

  #function(name: string): FunctionState {
    const fn = this.#lambda.find(name);
    if (fn === undefined) throw new RangeError(`no function ${name} in this Region`);
    return fn;
  }

  #layer(name: string): LayerState {
    const layer = this.#lambda.layers.get(name);
    if (layer === undefined) throw new RangeError(`no layer ${name} in this Region`);
    return layer;
  }

  #record(event: Omit<AliasEventWorld, 'time'>): void {
    const time = new Date(this.#clock.now()).toISOString();
    this.update(({ aliasEvents = [] }) => ({ aliasEvents: [...aliasEvents, { time, ...event }] }));
  }
}

type AliasWeights = NonNullable<AliasWorld['weights']>;
