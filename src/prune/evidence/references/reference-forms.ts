import { REGION, region as regionCode } from '../../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../../model/function-versions.ts';
import { partitionOf } from '../../../model/regions.ts';
import type { Home } from '../function-reference.ts';
import type { Pattern } from './resolved.ts';
import {
  asGlob,
  hasOwnLetter,
  hasWildcard,
  HIDDEN,
  isWildcard,
  remaindersAfter,
  WILDCARDS,
} from './resolved.ts';
import type { Region } from '../../../model/aws-ids.ts';

const NAME = new RegExp(`^[\\w\\-${WILDCARDS}]+$`);
const NUMBER = new RegExp(`^[0-9${WILDCARDS}]*$`);
const REGION_IN_ARN = /(?:^|:)lambda:([a-z0-9-]+):/;

/** One way to split a pattern into the name and version of a function. */
interface Interpretation {
  readonly name: Pattern;
  readonly version?: Pattern;
}

/** The functions that a pattern may refer to. */
export interface References {
  readonly findings: readonly ReferenceFinding[];
  /** Whether the pattern may refer to any function. */
  readonly mayBeAnyFunction: boolean;
  /** Whether the pattern may refer to any function, since it contains a fixed value that AWS does not show. */
  readonly isHidden: boolean;
}

/**
 * Returns the functions that `pattern` may refer to if it must name a function: by an ARN, `ACCOUNT:function:NAME`,
 * `function:NAME` or `NAME`, each with or without a qualifier. A known name without a version gives no finding; with one,
 * it gives that version if `isPlain` (see `Resolved`), else every version. A partly known name gives every version.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
 */
export function referencesTo(
  pattern: Pattern,
  isPlain: boolean,
  home: Home,
  place: string,
): References {
  const region = regionIn(pattern, home);
  const interpretations = interpretationsOf(pattern, region, home);
  const findings: ReferenceFinding[] = [];
  const isKnown = !hasWildcard(pattern);
  let anyFunction = false;
  for (const { name, version } of interpretations) {
    const at = { region, functionName: asGlob(name), place };
    // A number after an unknown part is a version, not a name.
    if (!isKnown && /^\d+$/.test(name)) continue;
    if (!hasOwnLetter(name)) {
      const isExact = version !== undefined && PUBLISHED_VERSION.test(version);
      if (isExact) findings.push({ kind: 'version', ...at, functionName: ANY, version });
      else anyFunction = true;
    } else if (isKnown && version === undefined) {
      continue;
    } else if (isKnown && isPlain && version !== undefined && version !== HIDDEN) {
      if (PUBLISHED_VERSION.test(version)) findings.push({ kind: 'version', ...at, version });
    } else {
      findings.push({ kind: 'every-version', ...at });
    }
  }
  return {
    findings,
    mayBeAnyFunction: anyFunction,
    isHidden: anyFunction && pattern.includes(HIDDEN),
  };
}

function regionIn(pattern: Pattern, home: Home): Home['region'] {
  const code = REGION_IN_ARN.exec(pattern)?.[1];
  return code !== undefined && REGION.test(code) ? regionCode(code) : home.region;
}

function interpretationsOf(
  pattern: Pattern,
  region: Home['region'],
  { account }: Home,
): readonly Interpretation[] {
  const prefixes = [
    '',
    'function:',
    `${account}:function:`,
    `arn:${partitionOf(region)}:lambda:${region}:${account}:function:`,
  ];
  const rests = new Set(prefixes.flatMap((prefix) => remaindersAfter(pattern, prefix)));
  const interpretations = new Map<string, Interpretation>();
  for (const rest of rests) {
    for (const interpretation of nameAndVersion(rest))
      interpretations.set(JSON.stringify(interpretation), interpretation);
  }
  return [...interpretations.values()];
}

/** Splits `NAME` or `NAME:NUMBER`. A wildcard may contain the colon. */
function nameAndVersion(rest: Pattern): readonly Interpretation[] {
  const colon = rest.indexOf(':');
  const name = colon < 0 ? rest : rest.slice(0, colon);
  if (!NAME.test(name)) return [];
  if (colon >= 0) return qualified(name, rest.slice(colon + 1));
  const interpretations: Interpretation[] = [{ name }];
  for (let at = 0; at < name.length; at += 1) {
    const behind = name.slice(at + 1);
    if (!isWildcard(name[at]) || !NUMBER.test(behind)) continue;
    interpretations.push({ name: name.slice(0, at + 1), version: name.slice(at) });
  }
  return interpretations;
}

/** Returns the name with a version; empty for `$LATEST` and for an alias, whose versions another check keeps. */
function qualified(name: Pattern, qualifier: Pattern): readonly Interpretation[] {
  // `NAME:` may be the beginning of a text to which a version is added later. That version is unknown.
  if (qualifier === '') return [{ name, version: HIDDEN }];
  return NUMBER.test(qualifier) ? [{ name, version: qualifier }] : [];
}

/** The path with which API Gateway invokes a function. https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html (uri) */
const INVOCATION = /functions\/([^/]+)\/(?:response-streaming-)?invocations/g;
const TOKEN = new RegExp(`[\\w:$.\\-${WILDCARDS}]+`, 'g');
const FUNCTION_ARN = /(?:arn:[^:]*:lambda:[^:]*:[^:]*:|\d{12}:)?function:.*$/;
const NAME_AND_NUMBER = new RegExp(`^(?=.*[a-zA-Z0-9])[\\w-]+:([1-9]\\d*|[${WILDCARDS}]+\\d*)?$`);

/** Returns the versions that a text mentions: in ARNs, as `NAME:12`, or in the path of an API Gateway invocation. */
export function referencesInText(
  pattern: Pattern,
  isPlain: boolean,
  home: Home,
  place: string,
): References {
  const text = pattern.replaceAll(/%3a/gi, ':').replaceAll(/%24/gi, '$');
  const invocations = [...text.matchAll(INVOCATION)].map(([, reference = '']) =>
    referencesTo(reference, isPlain, home, place),
  );
  const tokens = [...text.replaceAll(INVOCATION, ' ').matchAll(TOKEN)].flatMap(([token]) =>
    tokenReferences(token.replace(/[.$]+$/, ''), isPlain, home, place),
  );
  return {
    findings: [...invocations.flatMap(({ findings }) => findings), ...tokens],
    mayBeAnyFunction: invocations.some(({ mayBeAnyFunction }) => mayBeAnyFunction),
    isHidden: invocations.some(({ isHidden }) => isHidden),
  };
}

function tokenReferences(
  token: Pattern,
  isPlain: boolean,
  home: Home,
  place: string,
): readonly ReferenceFinding[] {
  const arn = FUNCTION_ARN.exec(token)?.[0];
  if (arn !== undefined) {
    const { findings } = referencesTo(arn, isPlain, home, place);
    // A function without a version does not count.
    return isQualified(arn) ? findings : [];
  }
  return NAME_AND_NUMBER.test(token) ? referencesTo(token, isPlain, home, place).findings : [];
}

function isQualified(arn: Pattern): boolean {
  const [, name = '', qualifier] = /function:([^:]*)(?::(.*))?$/.exec(arn) ?? [];
  if (qualifier === undefined) return hasWildcard(name.slice(-1));
  return qualifier === '' || PUBLISHED_VERSION.test(qualifier) || hasWildcard(qualifier);
}

/**
 * A mention of functions in a document. `place` is the path to it, such as `Resources.One.Properties.ServiceToken`.
 * - `version`: one version of each function that matches `functionName`, which may be a glob
 * - `every-version`: every version of these functions
 * - `could-not-tell`: the caller chooses the function at run time; this keeps no version
 * - `could-not-check`: this part was not understood or readable; the check keeps every version
 */
export type ReferenceFinding =
  | (FunctionMention & { readonly kind: 'version'; readonly version: string })
  | (FunctionMention & { readonly kind: 'every-version' })
  | { readonly kind: 'could-not-tell'; readonly place: string }
  | { readonly kind: 'could-not-check'; readonly place: string; readonly why: string };

interface FunctionMention {
  readonly region: Region;
  readonly functionName: string;
  readonly place: string;
}

/** The glob for any text. A function's name cannot contain it. */
export const ANY = '*';
