import type { Parsed } from '../../documents/codec.ts';
import { parse } from '../../documents/codec.ts';
import { region } from '../../documents/model-values.ts';
import { document, record } from '../../documents/records.ts';
import { list, text } from '../../documents/values.ts';
import type { NarrowedVersion, Narrowing } from '../model/evidence.ts';
import type { Hash } from '../model/prune-plan.ts';
import { canonicalJson } from '../plan/canonical.ts';
import { deletable, evidenceReading } from './plan-json.ts';
import { keepReasons } from './reasons.ts';

const HEAD = { kind: 'limits-watchdog.prune-narrowing', format: 1 };

const fields = {
  plan: text,
  readings: list(evidenceReading),
  keep: list(
    record<NarrowedVersion>({
      region,
      functionName: text,
      version: deletable,
      reasons: keepReasons,
    }),
  ),
};
const content = document(HEAD, record(fields));
const sealed = document(HEAD, record({ ...fields, digest: text }));

/** The narrowing as stored JSON, with the digest of its plan and, like a plan, a digest of its own content. */
export function narrowingJson(planDigest: string, narrowing: Narrowing, hash: Hash): string {
  const written = content.write({ plan: planDigest, ...narrowing });
  return JSON.stringify({ ...written, digest: hash(canonicalJson(written)) });
}

/** The narrowing that `narrowingJson` wrote; a fault when it is for another plan or was changed. */
export function parseNarrowing(json: string, planDigest: string, hash: Hash): Parsed<Narrowing> {
  const found = parse(json, sealed);
  if (!found.ok) return found;
  const { plan, digest: seal, ...narrowing } = found.value;
  if (plan !== planDigest) return { ok: false, fault: 'it is of another plan' };
  if (seal !== hash(canonicalJson(content.write({ plan, ...narrowing })))) {
    return { ok: false, fault: 'its digest differs' };
  }
  return { ok: true, value: narrowing };
}
