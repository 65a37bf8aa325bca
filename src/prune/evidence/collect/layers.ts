import type { LayerRules } from '../../plan/layer-reasons.ts';
import { layerReasons, tidiedLayerVersions } from '../../plan/layer-reasons.ts';
import type { AttachedLayers, InventoriedLayer, LayerVersionFacts } from '../../model/layer.ts';
import type { Reading } from '../../model/inventory.ts';
import type { LayerProgress, ListedLayer } from './layer-progress.ts';
import { inventoriedLayer } from './layer-progress.ts';
import {
  listLayerPage,
  readLayerPolicy,
  readLayerSize,
  readLayerVersions,
} from '../layer-versions.ts';
import type { LayerReads } from '../layer-versions.ts';
import type { PruneReads } from './rates.ts';
import { readEach } from './read.ts';

/** Reads at once, so that the pace limits and not the latency. */
const READS_AT_ONCE = 3;

class Collector {
  readonly reads: LayerReads;
  readonly #goOn: () => boolean;
  ranOut = false;

  constructor(reads: LayerReads, goOn: () => boolean) {
    this.reads = reads;
    this.#goOn = goOn;
  }

  goOn(): boolean {
    const isTime = !this.ranOut && this.#goOn();
    if (!isTime) this.ranOut = true;
    return isTime;
  }

  /** Reads a few at once. A read that time ran out on does not count. */
  async each<Item, Value>(
    items: readonly Item[],
    read: (item: Item) => Promise<Reading<Value>>,
    keep: (item: Item, found: Reading<Value>) => void,
  ): Promise<void> {
    await readEach(
      items,
      READS_AT_ONCE,
      () => this.goOn(),
      async (item) => {
        const found = await read(item);
        if (isOutOfTime(found)) this.ranOut = true;
        else keep(item, found);
      },
    );
  }
}

function isOutOfTime(found: Reading<unknown>): boolean {
  return found.kind === 'failed' && found.failure.reason === 'out-of-time';
}

/**
 * Reads what a plan of a Region's layers still needs, while `goOn` is true: the layers, their versions, the
 * policies of versions that nothing else keeps, and the sizes of what is left then. It shares the pace of
 * the Region's other reads.
 */
export async function collectLayers(
  { call, region }: Pick<PruneReads, 'call' | 'region'>,
  before: LayerProgress,
  attached: Reading<AttachedLayers>,
  rules: LayerRules,
  goOn: () => boolean,
): Promise<LayerProgress> {
  const collector = new Collector({ call }, goOn);
  const listed = await listedLayers(collector, before);
  if (listed.listing.kind !== 'done') {
    return { ...listed, isComplete: listed.listing.kind === 'failed' };
  }
  const layers = new Map(listed.layers.map((layer) => [layer.name, layer]));
  const current = (name: string): ListedLayer => layers.get(name) ?? newLayer(name);
  const unlisted = listed.layers.filter(({ versions }) => versions === undefined);
  await collector.each(
    unlisted,
    ({ name }) => readLayerVersions(collector.reads, name),
    ({ name }, versions) => layers.set(name, { ...current(name), versions }),
  );
  const candidates = (isPolicyRead: boolean): readonly [string, LayerVersionFacts][] =>
    [...layers.values()].flatMap((layer) =>
      unkept(inventoriedLayer(layer), isPolicyRead).map((facts): [string, LayerVersionFacts] => [
        layer.name,
        facts,
      ]),
    );
  const unkept = (
    { name, versions, policies }: InventoriedLayer,
    isPolicyRead: boolean,
  ): readonly LayerVersionFacts[] => {
    if (versions.kind === 'failed') return [];
    const tidied = tidiedLayerVersions(versions.value);
    const reasonsOf = layerReasons(region, { name, versions: tidied, policies }, attached, rules);
    return tidied.filter((facts) => {
      const unasked = !policies.has(facts.version);
      const kept = reasonsOf(facts).some(
        (reason) => reason.code !== 'not-checked' || reason.why !== 'not-read',
      );
      return !kept && unasked !== isPolicyRead;
    });
  };
  await collector.each(
    candidates(false),
    ([name, { version }]) => readLayerPolicy(collector.reads, name, version),
    ([name, { version }], policy) => {
      const layer = current(name);
      layers.set(name, { ...layer, policies: { ...layer.policies, [version]: policy } });
    },
  );
  await collector.each(
    candidates(true).filter(
      ([name, { version, storage }]) =>
        storage === 'unknown' && current(name).unsized[version] === undefined,
    ),
    ([name, { version }]) => readLayerSize(collector.reads, name, version),
    ([name, { version }], size) => {
      const layer = current(name);
      layers.set(
        name,
        size.kind === 'failed'
          ? { ...layer, unsized: { ...layer.unsized, [version]: size.failure } }
          : { ...layer, versions: sized(layer.versions, version, size.value) },
      );
    },
  );
  return { ...listed, layers: [...layers.values()], isComplete: !collector.ranOut };
}

async function listedLayers(collector: Collector, before: LayerProgress): Promise<LayerProgress> {
  let { listing } = before;
  const layers = new Map(before.layers.map((layer) => [layer.name, layer]));
  while (listing.kind === 'under-way' && collector.goOn()) {
    const page = await listLayerPage(collector.reads, listing.marker);
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

function sized(
  versions: ListedLayer['versions'],
  version: number,
  size: Pick<LayerVersionFacts, 'packageBytes' | 'storage'>,
): Reading<readonly LayerVersionFacts[]> {
  if (versions?.kind !== 'read') throw new Error('the versions of this layer were not read');
  const value = versions.value.map((one) => (one.version === version ? { ...one, ...size } : one));
  return { kind: 'read', value };
}
