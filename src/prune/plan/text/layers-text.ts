import type {
  LayersLeftOut,
  LayersPlan,
  PlannedLayer,
  PlannedLayerVersion,
} from '../../model/layer.ts';
import type { PrunePlan } from '../../model/prune-plan.ts';
import { failureText } from '../../../text/failure-text.ts';
import { plain } from '../../../text/plain.ts';
import { layerCheckText, layerReasonsText, LAYERS_KEPT_FOR } from './layers-reason-text.ts';
import { dayText, sizeText } from './sizes.ts';
import { withSeparators } from '../../../text/quantities.ts';

const LEFT_OUT_TEXT: Readonly<Record<LayersLeftOut, string>> = {
  'not-allowed':
    'No layer versions are planned: the configuration must allow it too. Set prune.layers of this account in watchdog.yml, ReadLayers of its read role and PruneLayers of its prune role.',
  'functions-named':
    'No layer versions are planned: the request names functions, and no layer is one. Leave the functions out.',
};

/** Why nothing of layers was planned although it was asked for; empty otherwise. */
function layersLeftOutText(layers: LayersPlan | undefined): readonly string[] {
  return layers?.kind === 'left-out' ? layers.because.map((one) => LEFT_OUT_TEXT[one]) : [];
}

interface LayerLines {
  readonly going: readonly string[];
  readonly staying: readonly string[];
}

/** One line a layer version: `dev eu-west-1 layer tools:7  1 MiB  2026-01-02  keep: attached to orders:12` */
export function layerLines({ account, layers }: PrunePlan): LayerLines {
  if (layers?.kind !== 'planned') return { going: [], staying: [] };
  const lines = layers.layers.flatMap((layer) =>
    layer.versions.map((version) => ({
      version,
      text: versionLine(account.name, layer, version),
    })),
  );
  const textsOf = (verdict: PlannedLayerVersion['verdict'], those: typeof lines) =>
    those.filter(({ version }) => version.verdict === verdict).map(({ text }) => text);
  const largestFirst = lines.toSorted((a, b) => weight(b.version) - weight(a.version));
  return { going: textsOf('delete', largestFirst), staying: textsOf('keep', lines) };
}

/** What frees nothing goes last. */
function weight({ storage, packageBytes }: PlannedLayerVersion): number {
  return storage === 'reference' ? -1 : (packageBytes ?? 0);
}

function versionLine(
  account: string,
  { region, name }: PlannedLayer,
  version: PlannedLayerVersion,
): string {
  const path = `${plain(account)} ${region} layer ${plain(name)}:${version.version}`;
  const size = version.packageBytes;
  const remark =
    version.storage === 'reference' ? ' (content in your own bucket: frees no code storage)' : '';
  const verdict =
    version.verdict === 'delete' ? `delete${remark}` : `keep: ${layerReasonsText(version.reasons)}`;
  const asked = version.verdict === 'delete' ? 'size unknown' : 'size not read';
  const held = size === undefined ? asked : sizeText(size);
  return [path, held, dayText(version.createdAt), verdict].join('  ');
}

/** What was not seen of layers: reads that failed alike in one line. */
export function layerBlindSpots(layers: LayersPlan | undefined): readonly string[] {
  if (layers?.kind !== 'planned') return [];
  const alike = new Map<string, { readonly line: string; n: number }>();
  for (const { check, region, layerName, failure } of layers.failedChecks) {
    // A layer that could not be listed has no line of its own, so it is named here.
    const of =
      check === 'layer-versions' && layerName !== undefined ? ` of ${plain(layerName)}` : '';
    const place = check === 'layers' || of !== '' ? `${of} in ${region}` : '';
    const line = `Could not check ${layerCheckText(check)}${place}: ${failureText(failure)}`;
    const { reason, operation, errorName } = failure;
    const named = place === '' ? [] : [region, of === '' ? '' : layerName];
    const key = JSON.stringify([check, named, reason, operation, errorName]);
    const group = alike.get(key) ?? { line, n: 0 };
    alike.set(key, group);
    group.n += 1;
  }
  return [...alike.values()].map(({ line, n }) =>
    n === 1 ? line : `${line}, ${withSeparators(n)} times`,
  );
}

/** The totals of layers; empty where nobody asked for them. */
export function layerTotalLines(layers: LayersPlan | undefined): readonly string[] {
  if (layers?.kind !== 'planned') return layersLeftOutText(layers);
  const { listed, keep, keptFor, delete: gone } = layers.totals;
  const some = (n: number, what: string): readonly string[] =>
    n === 0 ? [] : [`  ${withSeparators(n)}: ${what}`];
  return [
    `${ofLayers(listed)} listed`,
    `${versionsText(keep.versions)} kept`,
    ...keptFor.map(
      ({ code, versions }) => `  ${withSeparators(versions)}: ${LAYERS_KEPT_FOR[code]}`,
    ),
    `${ofLayers(gone)} (${sizeText(gone.packageBytes)}) to delete`,
    ...some(gone.freesNothing, 'free no code storage: content in your own bucket'),
    ...some(gone.sizeUnknown, 'of unknown size, which could not be read and is not in the sum'),
  ];
}

/** `12 layer versions of 3 layers` */
function ofLayers({
  versions,
  layers,
}: {
  readonly versions: number;
  readonly layers: number;
}): string {
  return `${versionsText(versions)} of ${withSeparators(layers)} ${layers === 1 ? 'layer' : 'layers'}`;
}

function versionsText(versions: number): string {
  return `${withSeparators(versions)} ${versions === 1 ? 'layer version' : 'layer versions'}`;
}
