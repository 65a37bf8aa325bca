import type { NarrowedVersion, Narrowing } from '../model/evidence-reading.ts';
import type { Digest } from '../model/prune-plan.ts';
import { canonicalJson } from '../plan/canonical.ts';
import type { Parsed, Read } from '../../documents/reading.ts';
import { list, object, oneOf, parsed, readRegion, some, text } from '../../documents/reading.ts';
import { readingForJson, readReading } from './evidence-reading-json.ts';
import { readDeletable } from './plan-json.ts';
import { readKeepReason } from './reason-reading.ts';

const NARROWING_KIND = 'limits-watchdog.prune-narrowing';
const NARROWING_FORMAT = 1;

/** A narrowing of the plan with this digest, sealed as a plan is. */
export function narrowingJson(planDigest: string, narrowing: Narrowing, digest: Digest): string {
  const content = contentOf(planDigest, narrowing);
  return JSON.stringify({ ...content, digest: digest(canonicalJson(content)) });
}

/** The narrowing that `narrowingJson` wrote for this plan; a fault when it is another one's or was changed. */
export function parseNarrowing(
  json: string,
  planDigest: string,
  digest: Digest,
): Parsed<Narrowing> {
  const found = parsed(json, readNarrowing);
  if (!found.ok) return found;
  const { plan, digest: seal, ...narrowing } = found.value;
  if (plan !== planDigest) return { ok: false, fault: 'it is of another plan' };
  if (seal !== digest(canonicalJson(contentOf(plan, narrowing)))) {
    return { ok: false, fault: 'its digest differs' };
  }
  return { ok: true, value: narrowing };
}

function contentOf(plan: string, { readings, keep }: Narrowing) {
  return {
    kind: NARROWING_KIND,
    format: NARROWING_FORMAT,
    plan,
    readings: readings.map(readingForJson),
    keep,
  };
}

const readNarrowedVersion: Read<NarrowedVersion> = object(({ required }) => ({
  region: required('region', readRegion),
  functionName: required('functionName', text),
  version: required('version', readDeletable),
  reasons: required('reasons', some(readKeepReason)),
}));

const readNarrowing = object(({ required }) => {
  required('kind', oneOf([NARROWING_KIND]));
  required('format', oneOf([NARROWING_FORMAT]));
  return {
    plan: required('plan', text),
    readings: required('readings', list(readReading)),
    keep: required('keep', list(readNarrowedVersion)),
    digest: required('digest', text),
  };
});
