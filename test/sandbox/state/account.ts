import type { Policy } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import type { AccountWorld, RegionWorld } from '../world.ts';
import type { Behaviour } from '../world/behaviour.ts';
import type { DistributionWorld } from '../world/callers.ts';
import type { Partition } from '../regions.ts';
import { availabilityOf, globalRegionOf } from '../regions.ts';
import { BucketState } from './bucket-state.ts';
import { AlarmState, QueueState } from './delivery-state.ts';
import { LambdaRegion } from './lambda-region.ts';
import { QuotaIncreases } from './quota-increases.ts';
import { TopicState } from './topic-state.ts';

/** The current state of one account. The state of a Region is created when it is first read. */
export class Account {
  readonly world: AccountWorld;
  /** The account's roles by name; the IAM API can create and delete them while a test runs. */
  readonly roles: Map<string, Role>;
  readonly serviceControl: readonly Policy[];
  /** Opt-in Regions that are enabled; a test can change them. */
  readonly enabledRegions: Set<string>;
  /** CloudFront's distributions; a test can change them. */
  distributions: readonly DistributionWorld[];
  readonly quotaIncreases = new QuotaIncreases();
  readonly #partition: Partition;
  readonly #startedAt: number;
  readonly #behaviour: Behaviour;
  readonly #lambda = new Map<string, LambdaRegion>();
  #buckets: readonly BucketState[] | undefined;
  readonly #topics = new Map<string, TopicState>();
  readonly #alarms = new Map<string, readonly AlarmState[]>();
  readonly #queues = new Map<string, readonly QueueState[]>();

  constructor(
    world: AccountWorld,
    parts: {
      readonly partition: Partition;
      readonly roles: readonly Role[];
      readonly serviceControl: readonly Policy[];
      readonly startedAt: number;
      readonly behaviour?: Behaviour | undefined;
    },
  ) {
    this.world = world;
    this.roles = new Map(parts.roles.map((role) => [role.name, role]));
    if (this.roles.size !== parts.roles.length) {
      throw new RangeError(`two roles of one name in account ${world.id}`);
    }
    this.serviceControl = parts.serviceControl;
    this.enabledRegions = new Set(world.enabledRegions);
    this.distributions = world.distributions ?? [];
    this.#partition = parts.partition;
    this.#startedAt = parts.startedAt;
    this.#behaviour = parts.behaviour ?? {};
  }

  get id(): string {
    return this.world.id;
  }

  isEnabled(region: string): boolean {
    const availability = availabilityOf(region, this.#partition);
    return availability === 'enabled by default' || this.enabledRegions.has(region);
  }

  lambda(region: string): LambdaRegion {
    const known = this.#lambda.get(region);
    if (known !== undefined) return known;
    const made = new LambdaRegion(
      this.world.regions?.[region] ?? {},
      this.#startedAt,
      this.#behaviour,
    );
    this.#lambda.set(region, made);
    return made;
  }

  /** Returns the resources of a Region in their current state. */
  region(name: string): RegionWorld {
    return this.lambda(name).world;
  }

  /** The buckets in the world, and `bucketCount` further empty ones. */
  get buckets(): readonly BucketState[] {
    this.#buckets ??= this.#makeBuckets();
    return this.#buckets;
  }

  #makeBuckets(): readonly BucketState[] {
    const region = globalRegionOf(this.#partition);
    const unnamed = Array.from({ length: this.world.bucketCount ?? 0 }, (_, i) => ({
      name: `${this.world.name}-${this.id}-${String(i + 1).padStart(5, '0')}`,
    }));
    return [...(this.world.buckets ?? []), ...unnamed].map(
      (bucket) => new BucketState(bucket, this.id, region, this.#startedAt),
    );
  }

  /** Returns the topic; undefined when the Region's world does not have it (a test can remove it). */
  topic(region: string, name: string): TopicState | undefined {
    const key = `${region} ${name}`;
    const world = this.region(region).topics?.find((topic) => topic.name === name);
    if (world === undefined) {
      this.#topics.delete(key);
      return undefined;
    }
    const known = this.#topics.get(key);
    if (known !== undefined) return known;
    const made = new TopicState(world, this.#startedAt);
    this.#topics.set(key, made);
    return made;
  }

  alarms(region: string): readonly AlarmState[] {
    const known = this.#alarms.get(region);
    if (known !== undefined) return known;
    const made = (this.region(region).alarms ?? []).map((world) => new AlarmState(world));
    this.#alarms.set(region, made);
    return made;
  }

  queues(region: string): readonly QueueState[] {
    const known = this.#queues.get(region);
    if (known !== undefined) return known;
    const made = (this.region(region).queues ?? []).map((world) => new QueueState(world));
    this.#queues.set(region, made);
    return made;
  }
}
