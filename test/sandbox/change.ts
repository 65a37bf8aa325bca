import type { Clock } from './clock.ts';
import type { FunctionState } from './state/function-state.ts';
import type { LambdaRegion } from './state/lambda-region.ts';
import type { LayerState } from './state/layer-state.ts';
import type { AliasWorld, FunctionWorld, PolicyDocument, RegionWorld } from './world.ts';
import type { AliasEventWorld } from './world/deployments.ts';

/**
 * What other people do in a Region while a test runs. It happens at once, costs no request, and what
 * they do to aliases is recorded by CloudTrail as it would be.
 */
export class RegionChange {
  readonly #lambda: LambdaRegion;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(lambda: LambdaRegion, clock: Pick<Clock, 'now'>) {
    this.#lambda = lambda;
    this.#clock = clock;
  }

  /** @returns the new version's number */
  publishVersion(functionName: string): number {
    const version = this.#function(functionName).publish(this.#clock.now());
    this.#lambda.recount();
    return version;
  }

  /** Points an alias at a version, or makes the alias. @throws when there is no such version */
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

  /** Somebody else deletes a version; whether an alias points at it is not looked at. */
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

  /** Changes whatever of a function is no version and no alias, such as its provisioned concurrency. */
  updateFunction(
    functionName: string,
    change: (fn: FunctionWorld) => Omit<Partial<FunctionWorld>, 'name' | 'versions' | 'aliases'>,
  ): void {
    const fn = this.#function(functionName);
    fn.change(change(fn.world));
    this.#lambda.recount();
  }

  /** @returns the new version's number */
  publishLayerVersion(layerName: string): number {
    return this.#layer(layerName).publish(this.#clock.now());
  }

  /** AddLayerVersionPermission: another account may use the version. */
  shareLayerVersion(layerName: string, version: number, policy: PolicyDocument): void {
    this.#layer(layerName).putPolicy(version, policy);
  }

  deleteLayerVersion(layerName: string, version: number): void {
    this.#layer(layerName).remove(version);
  }

  /** Changes what else is in the Region: mappings, schedules, stacks, deployments … */
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
