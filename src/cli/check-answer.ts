import { gunzipSync } from 'node:zlib';

import { tryRead } from '../documents/codec.ts';
import { openRecord } from '../documents/records.ts';
import { anything, oneOf, text } from '../documents/values.ts';
import { variants } from '../documents/variants.ts';
import type { RunReport } from '../model/run-report.ts';
import { CHECK_KIND, CHECK_VERSION } from '../functions/watch/check-answer.ts';
import { readReport } from './check/read-report.ts';

/** The largest unpacked report, in bytes. An answer of Lambda has at most 6 MB, so only a gzip bomb unpacks to more. */
const MOST_UNPACKED_BYTES = 400_000_000;

const about = { version: oneOf([CHECK_VERSION]), kind: oneOf([CHECK_KIND]) };
const checkAnswer = variants('encoding', [
  openRecord({ ...about, encoding: oneOf(['json']), report: anything }),
  openRecord({ ...about, encoding: oneOf(['gzip+base64']), report: text }),
]);

export type CheckAnswerResult =
  | { readonly ok: true; readonly report: RunReport }
  | { readonly ok: false; readonly fault: string };

/** Returns the report in the answer of a watch function, or why it has none. Never throws. */
export function readCheckAnswer(payload: unknown): CheckAnswerResult {
  const answer = tryRead(checkAnswer, payload);
  if (answer === undefined) return { ok: false, fault: 'it did not answer with a report' };
  const { encoding, report } = answer;
  const text = encoding === 'json' ? JSON.stringify(report) : unpack(report);
  if (text === undefined) return { ok: false, fault: 'its report cannot be unpacked' };
  const parsed = readReport(text);
  return parsed.ok
    ? { ok: true, report: parsed.value }
    : { ok: false, fault: `in its report, ${parsed.fault}` };
}

function unpack(base64: string): string | undefined {
  try {
    const bytes = Buffer.from(base64, 'base64');
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED_BYTES }).toString('utf8');
  } catch {
    return undefined; // The text is not gzip, is cut off, or unpacks to too many bytes.
  }
}
