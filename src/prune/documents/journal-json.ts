import type { JournalEntry, JournalSegment, PruneOutcome } from '../model/journal-segment.ts';
import { JOURNAL_FORMAT } from '../model/journal-segment.ts';
import { readDeletableLayer } from './layers-json.ts';
import { readDeletable } from './plan-json.ts';
import type { Parsed, Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  number,
  object,
  oneOf,
  parsed,
  readFailure,
  readInstant,
  readRegion,
  text,
} from '../../documents/reading.ts';
import { readSkipReason } from './reason-reading.ts';

const SEGMENT_KIND = 'limits-watchdog.prune-journal';

/** One segment of a journal for the store: `parseSegment` gives it back. Times are UTC, to the millisecond. */
export function segmentJson({ format, plan, sequence, entries }: JournalSegment): string {
  return JSON.stringify({
    kind: SEGMENT_KIND,
    format,
    plan,
    sequence,
    entries: entries.map(entryForJson),
  });
}

/** Field by field: an entry made out of a larger value writes nothing that reading would not know. */
function entryForJson(entry: JournalEntry): object {
  const { kind, region, version, at } = entry;
  const of =
    'layerName' in entry ? { layerName: entry.layerName } : { functionName: entry.functionName };
  const written = { kind, region, ...of, version, at: instantText(at) };
  return entry.kind === 'intent' ? written : { ...written, outcome: entry.outcome };
}

export function parseSegment(json: string): Parsed<JournalSegment> {
  return parsed(json, readSegment);
}

const readOutcome: Read<PruneOutcome> = object(({ required }): PruneOutcome => {
  const kind = required('kind', oneOf(['deleted', 'skipped', 'failed', 'unknown']));
  switch (kind) {
    case 'deleted':
      return { kind };
    case 'skipped':
      return { kind, reason: required('reason', readSkipReason) };
    case 'failed':
    case 'unknown':
      return { kind, failure: required('failure', readFailure) };
  }
});

const readEntry: Read<JournalEntry> = object(({ required, optional }): JournalEntry => {
  const region = required('region', readRegion);
  const layerName = optional('layerName', text);
  const of =
    layerName === undefined
      ? {
          functionName: required('functionName', text),
          version: required('version', readDeletable),
        }
      : { layerName, version: required('version', readDeletableLayer) };
  const about = { region, ...of, at: required('at', readInstant) };
  const kind = required('kind', oneOf(['intent', 'outcome']));
  if (kind === 'intent') return { ...about, kind };
  return { ...about, kind, outcome: required('outcome', readOutcome) };
});

const readSegment: Read<JournalSegment> = object(({ required }) => {
  required('kind', oneOf([SEGMENT_KIND]));
  return {
    format: required('format', oneOf([JOURNAL_FORMAT])),
    plan: required('plan', text),
    sequence: required('sequence', number),
    entries: required('entries', list(readEntry)),
  };
});
