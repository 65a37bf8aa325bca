import type { EvidenceReading } from '../model/evidence-reading.ts';
import { EVIDENCE_CHECKS } from '../evidence/callers.ts';
import type { Read } from '../../documents/reading.ts';
import { instantText, object, oneOf, readInstant, readRegion } from '../../documents/reading.ts';

/** A reading with its moment written out; `readReading` gives it back. */
export function readingForJson({ check, region, readAt }: EvidenceReading): object {
  return { check, region, readAt: instantText(readAt) };
}

export const readReading: Read<EvidenceReading> = object(({ required }) => ({
  check: required('check', oneOf(EVIDENCE_CHECKS)),
  region: required('region', readRegion),
  readAt: required('readAt', readInstant),
}));
