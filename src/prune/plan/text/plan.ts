import type { AccountRef } from '../../../model/configuration.ts';
import type { Instant } from '../../../model/time.ts';
import { isoTime } from '../../../model/time.ts';
import { plain } from '../../../text/plain.ts';
import { counted, withSeparators } from '../../../text/quantities.ts';
import type {
  LayersLeftOut,
  LayersPlan,
  LayerTotals,
  PlannedLayerVersion,
} from '../../model/layer.ts';
import type {
  FunctionVerdicts,
  PlannedOwner,
  PlannedVersion,
  PlanTotals,
  PrunePlan,
  VersionTotals,
} from '../../model/prune-plan.ts';
import { largestFirst, layersOf } from '../order.ts';
import { blindLines } from './blind-text.ts';
import { KEPT_FOR, reasonsText } from './reason-text.ts';
import { dayText, sizeText } from './sizes.ts';

/**
 * The plan for people: one line for each version with its verdict and reason, deletions first and the largest of them
 * first, functions before layers. Then follow failed reads, the lines `about`, and the totals.
 */
export function planText(plan: PrunePlan, about: readonly string[] = []): string {
  const ofFunctions = verdictLines(plan, (version) =>
    version.verdict === 'delete' ? 'delete' : `keep: ${reasonsText(version.reasons)}`,
  );
  const ofLayers = versionLines(plan.account, layersOf(plan), LAYER_WORDS);
  const versions = [
    ...ofFunctions.deleted,
    ...ofLayers.deleted,
    ...ofFunctions.kept,
    ...ofLayers.kept,
  ];
  const blind = blindLines(plan);
  return `${[...versions, ...(versions.length > 0 ? [''] : []), ...blind, ...(blind.length > 0 ? [''] : []), ...about, ...totalLines(plan)].join('\n')}\n`;
}

interface VersionLines {
  readonly deleted: readonly string[];
  readonly kept: readonly string[];
}

/**
 * One line for each version, deletions by size:
 * `dev eu-west-1 orders:12  38.2 MiB  2025-03-01  keep: alias live points at it`
 */
export function verdictLines(
  { account, functions }: FunctionVerdicts & Pick<PrunePlan, 'account'>,
  verdictOf: (version: PlannedVersion) => string,
): VersionLines {
  return versionLines(account, functions, { ...FUNCTION_WORDS, verdict: verdictOf });
}

interface LineWords<Version> {
  readonly kind: '' | 'layer ';
  readonly size: (version: Version) => string;
  readonly publishedAt: (version: Version) => Instant | undefined;
  readonly verdict: (version: Version) => string;
  /** Why a deletion frees no code storage, by where the code is stored. */
  readonly freesNothing: Readonly<Partial<Record<string, string>>>;
}

const FUNCTION_WORDS: Omit<LineWords<PlannedVersion>, 'verdict'> = {
  kind: '',
  size: ({ packageBytes }) => sizeText(packageBytes),
  publishedAt: ({ modifiedAt }) => modifiedAt,
  freesNothing: { image: 'a container image', reference: 'code in your own bucket' },
};

/** `dev eu-west-1 layer tools:7  1 MiB  2026-01-02  keep: attached to orders:12` */
const LAYER_WORDS: LineWords<PlannedLayerVersion> = {
  kind: 'layer ',
  size: ({ packageBytes, verdict }) => {
    if (packageBytes !== undefined) return sizeText(packageBytes);
    return verdict === 'delete' ? 'size unknown' : 'size not read';
  },
  publishedAt: ({ createdAt }) => createdAt,
  verdict: (version) =>
    version.verdict === 'delete'
      ? 'delete'
      : `keep: ${reasonsText(version.reasons, 'layer versions')}`,
  freesNothing: { reference: 'content in your own bucket' },
};

function versionLines<Version extends PlannedVersion | PlannedLayerVersion>(
  account: AccountRef,
  owners: readonly Omit<PlannedOwner<Version>, 'digest'>[],
  { kind, size, publishedAt, verdict, freesNothing }: LineWords<Version>,
): VersionLines {
  const lines = owners.flatMap(({ region, name, versions }) =>
    versions.map((version) => {
      const path = `${plain(account.name)} ${region} ${kind}${plain(name)}:${plain(String(version.version))}`;
      const why = version.verdict === 'delete' ? freesNothing[version.storage] : undefined;
      const remark = why === undefined ? '' : ` (${why}: frees no code storage)`;
      const words = `${verdict(version)}${remark}`;
      return {
        version,
        text: [path, size(version), dayText(publishedAt(version)), words].join('  '),
      };
    }),
  );
  const withVerdict = (verdict: 'delete' | 'keep') =>
    lines.filter((one) => one.version.verdict === verdict);
  return {
    deleted: withVerdict('delete')
      .toSorted((a, b) => largestFirst(a.version, b.version))
      .map(({ text }) => text),
    kept: withVerdict('keep').map(({ text }) => text),
  };
}

/** A text such as `could not be checked (201)` for each reason, the most frequent first. */
export function keptForTexts(
  keptFor: readonly { readonly code: string; readonly versions: number }[],
): readonly string[] {
  const words: Readonly<Record<string, string>> = KEPT_FOR;
  return keptFor
    .toSorted((a, b) => b.versions - a.versions)
    .map(({ code, versions }) => `${words[code] ?? plain(code)} (${withSeparators(versions)})`);
}

export function totalLines({
  account,
  regions,
  madeAt,
  totals,
  layers,
}: PrunePlan): readonly string[] {
  const { listed, keep, deleteFreesNothing, deleteStorageUnknown, deleteSnapStart } = totals;
  const places = regions.length === 0 ? 'no Region' : regions.join(', ');
  const partLine = (part: VersionTotals, what: string): readonly string[] =>
    part.versions === 0
      ? []
      : [`  ${withSeparators(part.versions)} (${sizeText(part.packageBytes)}): ${what}`];
  return [
    `${plain(account.name)} (${account.id}, ${account.stage}), ${places}, planned ${isoTime(madeAt)}`,
    `${totalText(listed)} listed`,
    `${totalText(keep)} kept`,
    ...keptForLines(totals),
    `${totalText(totals.delete)} to delete`,
    ...partLine(
      deleteFreesNothing,
      'free no code storage: container images, or code in your own bucket',
    ),
    ...partLine(
      deleteStorageUnknown,
      'may free no code storage: how their code is stored was not read; to have it read, set readStorageMode in watchdog.yml and the parameter ReadStorageMode of the read role',
    ),
    ...partLine(deleteSnapStart, 'have a SnapStart snapshot, which is billed'),
    ...layerTotalLines(layers),
    'Sizes are of packages; how much code storage is freed is known only afterwards.',
  ];
}

export function totalText({ versions, packageBytes }: VersionTotals): string {
  return `${counted(versions, 'version')} (${sizeText(packageBytes)})`;
}

const LEFT_OUT_TEXT: Readonly<Record<LayersLeftOut, string>> = {
  'not-allowed':
    'No layer versions are planned: the configuration must allow it too. Set prune.layers of this account in watchdog.yml, ReadLayers of its read role and PruneLayers of its prune role.',
  'functions-named':
    'No layer versions are planned: the request names functions, and no layer is one. Leave the functions out.',
};

function layerTotalLines(layers: LayersPlan | undefined): readonly string[] {
  if (layers === undefined) return [];
  if (layers.kind === 'left-out') return layers.because.map((one) => LEFT_OUT_TEXT[one]);
  const { listed, keep, delete: deleted } = layers.totals;
  const partLine = (versions: number, what: string): readonly string[] =>
    versions === 0 ? [] : [`  ${withSeparators(versions)}: ${what}`];
  const ofLayers = (of: { readonly versions: number; readonly layers: number }): string =>
    `${counted(of.versions, 'layer version')} of ${counted(of.layers, 'layer')}`;
  return [
    `${ofLayers(listed)} listed`,
    `${counted(keep.versions, 'layer version')} kept`,
    ...keptForLines(layers.totals),
    `${ofLayers(deleted)} (${sizeText(deleted.packageBytes)}) to delete`,
    ...partLine(deleted.freesNothing, 'free no code storage: content in your own bucket'),
    ...partLine(
      deleted.sizeUnknown,
      'of unknown size, which could not be read and is not in the sum',
    ),
  ];
}

function keptForLines({ keptFor }: Pick<LayerTotals | PlanTotals, 'keptFor'>): readonly string[] {
  return keptFor.map(({ code, versions }) => `  ${withSeparators(versions)}: ${KEPT_FOR[code]}`);
}
