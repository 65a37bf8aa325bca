import type { Codec, Parsed } from '../../documents/codec.ts';
import { encode, parse } from '../../documents/codec.ts';
import { exactTime, failure, natural, region } from '../../documents/model-values.ts';
import { document, record } from '../../documents/records.ts';
import { list, oneOf, text } from '../../documents/values.ts';
import { variants, variantsByField } from '../../documents/variants.ts';
import type { JournalEntry, JournalSegment, PruneOutcome } from '../model/journal-segment.ts';
import { JOURNAL_FORMAT } from '../model/journal-segment.ts';
import { deletableLayer } from './layers-json.ts';
import { deletable } from './plan-json.ts';
import { skipReason } from './reasons.ts';

const outcome: Codec<PruneOutcome> = variants('kind', [
  record({ kind: oneOf(['deleted']) }),
  record({ kind: oneOf(['skipped']), reason: skipReason }),
  record({ kind: oneOf(['failed', 'unknown']), failure }),
]);

const ofLayer = { region, layerName: text, version: deletableLayer, at: exactTime };
const ofFunction = { region, functionName: text, version: deletable, at: exactTime };

/** Writes only the fields of a journal entry, even when the value has further fields. */
const entry: Codec<JournalEntry> = variantsByField(
  'layerName',
  variants('kind', [
    record({ kind: oneOf(['intent']), ...ofLayer }),
    record({ kind: oneOf(['outcome']), ...ofLayer, outcome }),
  ]),
  variants('kind', [
    record({ kind: oneOf(['intent']), ...ofFunction }),
    record({ kind: oneOf(['outcome']), ...ofFunction, outcome }),
  ]),
);

const journalSegment = document(
  { kind: 'limits-watchdog.prune-journal' },
  record<JournalSegment>({
    format: oneOf([JOURNAL_FORMAT]),
    plan: text,
    sequence: natural,
    entries: list(entry),
  }),
);

/** A journal segment as stored JSON, which `parseSegment` reads. Times are in UTC with milliseconds. */
export function segmentJson(segment: JournalSegment): string {
  return encode(segment, journalSegment);
}

export function parseSegment(json: string): Parsed<JournalSegment> {
  return parse(json, journalSegment);
}
