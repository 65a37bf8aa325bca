import type { Region } from '../model/aws-ids.ts';
import { region as regionOf } from '../model/aws-ids.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';
import { plain } from '../text/plain.ts';

export type ReadOrWhy<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string };

/** The Region of a flag, else of the environment as the AWS CLI reads it, else `usual`. */
export function readRegion(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  usual = '',
): ReadOrWhy<Region> {
  const text = given ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? usual;
  if (KNOWN_REGIONS.some((one) => one === text)) return { ok: true, value: regionOf(text) };
  const what = text === '' ? 'Which Region?' : `${plain(text)} is no Region that is known here.`;
  return { ok: false, why: `${what} Say --region eu-west-1, for example.` };
}
