import type { LayerRules } from '../../plan/layer-reasons.ts';
import { layerReasons, tidyLayerVersions } from '../../plan/layer-reasons.ts';
import type { AttachedLayers, InventoriedLayer, LayerVersionFacts } from '../../model/layer.ts';
import type { Reading } from '../../model/inventory.ts';
import type { LayerProgress, ListedLayer } from './state.ts';
import { inventoriedLayer } from './state.ts';
import {
  listLayerPage,
  readLayerPolicy,
  readLayerSize,
  readLayerVersions,
} from '../layer-versions.ts';
import type { LayerReads } from '../layer-versions.ts';
import type { PruneReads } from './rates.ts';
import { readEach } from './read.ts';

const READS_AT_ONCE = 3;

class LayerReader {
  readonly reads: LayerReads;
  readonly #hasTime: () => boolean;
  hasStopped = false;

  constructor(reads: LayerReads, hasTime: () => boolean) {
    this.reads = reads;
    this.#hasTime = hasTime;
  }

  hasTime(): boolean {
    const isTime = !this.hasStopped && this.#hasTime();
    if (!isTime) this.hasStopped = true;
    return isTime;
  }

  /** Reads the items, a few in parallel. The result of a read that was aborted when the time was up is dropped. */
  async each<Item, Value>(
    items: readonly Item[],
    read: (item: Item) => Promise<Reading<Value>>,
    keep: (item: Item, found: Reading<Value>) => void,
  ): Promise<void> {
    await readEach(
      items,
      READS_AT_ONCE,
      () => this.hasTime(),
      async (item) => {
        const found = await read(item);
        if (isOutOfTime(found)) this.hasStopped = true;
        else keep(item, found);
      },
    );
  }
}

function isOutOfTime(found: Reading<unknown>): boolean {
  return found.kind === 'failed' && found.failure.reason === 'out-of-time';
}

/** Continues to read a Region's layers and versions, and the policy and size of each version that no rule keeps. */
export async function collectLayers(
  { call, region }: Pick<PruneReads, 'call' | 'region'>,
  before: LayerProgress,
  attached: Reading<AttachedLayers>,
  rules: LayerRules,
  hasTime: () => boolean,
): Promise<LayerProgress> {
  const reader = new LayerReader({ call }, hasTime);
  const listed = await listLayers(reader, before);
  if (listed.listing.kind !== 'done') {
    return { ...listed, isComplete: listed.listing.kind === 'failed' };
  }
  const layers = new Map(listed.layers.map((layer) => [layer.name, layer]));
  const current = (name: string): ListedLayer => layers.get(name) ?? newLayer(name);
  const unlisted = listed.layers.filter(({ versions }) => versions === undefined);
  await reader.each(
    unlisted,
    ({ name }) => readLayerVersions(reader.reads, name),
    ({ name }, versions) => layers.set(name, { ...current(name), versions }),
  );
  const candidates = (isPolicyRead: boolean): readonly [string, LayerVersionFacts][] =>
    [...layers.values()].flatMap((layer) =>
      candidatesIn(inventoriedLayer(layer), isPolicyRead).map(
        (facts): [string, LayerVersionFacts] => [layer.name, facts],
      ),
    );
  const candidatesIn = (
    { name, versions, policies }: InventoriedLayer,
    isPolicyRead: boolean,
  ): readonly LayerVersionFacts[] => {
    if (versions.kind === 'failed') return [];
    const tidied = tidyLayerVersions(versions.value);
    const reasonsOf = layerReasons(region, { name, versions: tidied, policies }, attached, rules);
    return tidied.filter((facts) => {
      const isUnread = !policies.has(facts.version);
      const kept = reasonsOf(facts).some(
        (reason) => reason.code !== 'not-checked' || reason.why !== 'not-read',
      );
      return !kept && isUnread !== isPolicyRead;
    });
  };
  await reader.each(
    candidates(false),
    ([name, { version }]) => readLayerPolicy(reader.reads, name, version),
    ([name, { version }], policy) => {
      const layer = current(name);
      layers.set(name, { ...layer, policies: { ...layer.policies, [version]: policy } });
    },
  );
  await reader.each(
    candidates(true).filter(
      ([name, { version, storage }]) =>
        storage === 'unknown' && current(name).unsized[version] === undefined,
    ),
    ([name, { version }]) => readLayerSize(reader.reads, name, version),
    ([name, { version }], size) => {
      const layer = current(name);
      layers.set(
        name,
        size.kind === 'failed'
          ? { ...layer, unsized: { ...layer.unsized, [version]: size.failure } }
          : { ...layer, versions: withSize(layer.versions, version, size.value) },
      );
    },
  );
  return { ...listed, layers: [...layers.values()], isComplete: !reader.hasStopped };
}

async function listLayers(reader: LayerReader, before: LayerProgress): Promise<LayerProgress> {
  let { listing } = before;
  const layers = new Map(before.layers.map((layer) => [layer.name, layer]));
  while (listing.kind === 'under-way' && reader.hasTime()) {
    const page = await listLayerPage(reader.reads, listing.marker);
    if (isOutOfTime(page)) break;
    if (page.kind === 'failed') {
      listing = page;
      continue;
    }
    for (const name of page.value.names) {
      if (!layers.has(name)) layers.set(name, newLayer(name));
    }
    const { marker } = page.value;
    listing = marker === undefined ? { kind: 'done' } : { kind: 'under-way', marker };
  }
  return { ...before, listing, layers: [...layers.values()] };
}

function newLayer(name: string): ListedLayer {
  return { name, policies: {}, unsized: {} };
}

function withSize(
  versions: ListedLayer['versions'],
  version: number,
  size: Pick<LayerVersionFacts, 'packageBytes' | 'storage'>,
): Reading<readonly LayerVersionFacts[]> {
  if (versions?.kind !== 'read') throw new Error('the versions of this layer were not read');
  const value = versions.value.map((one) => (one.version === version ? { ...one, ...size } : one));
  return { kind: 'read', value };
}
