import type { RecheckedLayerVersion } from '../model/recheck.ts';
import type {
  AttachedLayers,
  FreshLayer,
  LayerKeepReason,
  LayerVersionFacts,
  PlannedLayer,
} from '../model/layer.ts';
import { layerVersionKey } from '../model/layer.ts';
import type { Reading } from '../model/inventory.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import type { SkipReason } from '../model/reason.ts';
import type { Instant } from '../../model/time.ts';
import { MINUTE_MS } from '../../model/time.ts';
import type { RecheckBasis } from './guard-recheck.ts';
import { isCapLifted, mostDeletable } from './cap.ts';
import type { ListedLayer } from './layer-reasons.ts';
import { layerDigest, layerReasons, tidyLayerVersions } from './layer-reasons.ts';
import { orderedReasons } from './reason-order.ts';
import { appliedRetention } from './settings.ts';

/** The highest age of a read of attachments, which precedes each batch of deletions; an older read counts as failed. */
const ATTACHED_FRESH_MS = MINUTE_MS;

export interface LayerRecheckBasis extends Omit<RecheckBasis, 'planned' | 'fresh'> {
  readonly planned: PlannedLayer;
  readonly fresh: FreshLayer;
}

/**
 * The current verdict for each version of a layer that the plan deletes and that has no outcome yet. `delete` requires
 * that the layer changed only by this plan's own deletions, and that nothing keeps the version now, such as a function
 * that attaches it or a policy.
 */
export function recheckLayer(basis: LayerRecheckBasis): readonly RecheckedLayerVersion[] {
  const { planned, journal } = basis;
  const skipAll = layerSkipReason(basis);
  const reasonsNow = currentReasons(basis);
  return planned.versions.flatMap((facts): readonly RecheckedLayerVersion[] => {
    if (facts.verdict === 'keep' || journal.outcomes.has(keyOf(planned, facts))) return [];
    const { version } = facts;
    if (skipAll !== undefined) return [{ verdict: 'skip', version, reason: skipAll }];
    const reasons = orderedReasons(reasonsNow(facts));
    if (reasons === undefined) return [{ verdict: 'delete', version }];
    return [{ verdict: 'skip', version, reason: { code: 'layer-kept-now', reasons } }];
  });
}

/** Why all remaining versions of the layer are skipped; undefined when each version is judged on its own. */
function layerSkipReason(basis: LayerRecheckBasis): SkipReason | undefined {
  const { planned, fresh, journal, hash } = basis;
  const { versions } = fresh;
  if (versions.kind === 'failed') return { code: 'versions-not-listed', failure: versions.failure };
  const own = planned.versions
    .filter(
      (one) =>
        one.verdict === 'delete' &&
        (journal.intended.has(keyOf(planned, one)) ||
          journal.outcomes.get(keyOf(planned, one))?.kind === 'deleted'),
    )
    .map(({ version }) => version);
  const now = [...versions.value.map(({ version }) => version), ...own];
  const same = layerDigest(planned.region, planned.name, now, hash) === planned.digest;
  return same ? capSkipReason(basis, versions.value) : { code: 'versions-changed' };
}

function capSkipReason(
  { planned, journal, settings, accountCap }: LayerRecheckBasis,
  listed: readonly LayerVersionFacts[],
): SkipReason | undefined {
  if (isCapLifted(settings.capLiftedBy)) return undefined;
  const published = new Set<number>(listed.map(({ version }) => version));
  const left = planned.versions.filter(
    (one) =>
      one.verdict === 'delete' &&
      published.has(one.version) &&
      !journal.outcomes.has(keyOf(planned, one)),
  );
  const isBeyond = left.length > mostDeletable(published.size, FUNCTION_CAP_PERCENT);
  if (isBeyond) return capReason('layer', FUNCTION_CAP_PERCENT);
  return accountCap === 'beyond' ? capReason('account', ACCOUNT_CAP_PERCENT) : undefined;
}

function capReason(of: 'layer' | 'account', percent: number): SkipReason {
  return { code: 'layer-kept-now', reasons: [{ code: 'cap', of, percent }] };
}

function currentReasons(
  basis: LayerRecheckBasis,
): (version: LayerVersionFacts) => readonly LayerKeepReason[] {
  const { planned, fresh, settings, now } = basis;
  const listed = fresh.versions.kind === 'read' ? tidyLayerVersions(fresh.versions.value) : [];
  const facts = new Map(listed.map((one) => [one.version, one]));
  const rules = {
    retention: appliedRetention(settings.retention),
    filters: { regions: [] },
    now,
  };
  const layer: ListedLayer = { name: planned.name, versions: listed, policies: fresh.policies };
  const reasonsOf = layerReasons(planned.region, layer, freshAttachments(fresh, now), rules);
  return (version) => {
    const found = facts.get(version.version);
    if (found !== undefined) return reasonsOf(found);
    // No longer listed: an earlier run requested its deletion. Its age is unknown and does not count.
    return reasonsOf(version).filter(({ code }) => code !== 'too-young');
  };
}

/** The attachments; a failure when they were read too long ago. */
function freshAttachments(
  { attached, attachedReadAt }: FreshLayer,
  now: Instant,
): Reading<AttachedLayers> {
  const isFresh = attachedReadAt <= now && now - attachedReadAt <= ATTACHED_FRESH_MS;
  if (attached.kind === 'failed' || isFresh) return attached;
  return {
    kind: 'failed',
    failure: {
      reason: 'out-of-time',
      operation: 'lambda:ListFunctions',
      errorName: 'Stale',
      message: 'what functions attach was read too long ago',
      attempts: 1,
    },
  };
}

function keyOf({ region, name }: PlannedLayer, { version }: LayerVersionFacts): string {
  return layerVersionKey({ region, layerName: name, version });
}
