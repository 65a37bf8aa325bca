import { PUBLISHED_VERSION } from '../../../model/function-versions.ts';
import type { Home } from '../function-reference.ts';
import type { ReferenceFinding } from './finding.ts';
import type { References } from './reference-forms.ts';
import { referencesTo } from './reference-forms.ts';
import type { Pattern } from './pattern.ts';
import { hasWildcard, WILDCARDS } from './pattern.ts';

/** The path by which API Gateway invokes. https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html (uri) */
const INVOCATION = /functions\/([^/]+)\/(?:response-streaming-)?invocations/g;
const TOKEN = new RegExp(`[\\w:$.\\-${WILDCARDS}]+`, 'g');
/** An ARN of Lambda, or its end, within a token. */
const FUNCTION_ARN = /(?:arn:[^:]*:lambda:[^:]*:[^:]*:|\d{12}:)?function:.*$/;
const NAME_AND_NUMBER = new RegExp(`^(?=.*[a-zA-Z0-9])[\\w-]+:([1-9]\\d*|[${WILDCARDS}]+\\d*)?$`);

/**
 * What a text of any kind says of versions, by whole tokens: an ARN with a version, `NAME:12`, and the
 * path of an invocation. A function without a version is no mention here.
 */
export function mentionsIn(
  pattern: Pattern,
  isPlain: boolean,
  home: Home,
  place: string,
): readonly ReferenceFinding[] {
  return referencesInText(pattern, isPlain, home, place).findings;
}

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
    mayBeAnyone: invocations.some(({ mayBeAnyone }) => mayBeAnyone),
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
    // Only its version is of interest, and of a wholly unknown name only an exact one.
    return isQualified(arn) ? findings : [];
  }
  return NAME_AND_NUMBER.test(token) ? referencesTo(token, isPlain, home, place).findings : [];
}

function isQualified(arn: Pattern): boolean {
  const [, name = '', qualifier] = /function:([^:]*)(?::(.*))?$/.exec(arn) ?? [];
  if (qualifier === undefined) return hasWildcard(name.slice(-1));
  return qualifier === '' || PUBLISHED_VERSION.test(qualifier) || hasWildcard(qualifier);
}
