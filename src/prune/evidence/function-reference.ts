import type { AccountId, Region } from '../../model/aws-ids.ts';
import { REGION, region as regionCode } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import type { VersionUse } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';

/** The account and Region of a read. A reference that names no account or Region means these. */
export interface Home {
  readonly account: AccountId;
  readonly region: Region;
}

/** A function, version or alias of this account. */
export interface FunctionReference {
  readonly region: Region;
  readonly functionName: string;
  /** A version's number, an alias's name, or `$LATEST`, which a reference without a qualifier also means. */
  readonly qualifier: string;
}

/** `foreign`: a function of another account. `none`: not a reference to a function. */
export type ParsedReference =
  | ({ readonly kind: 'own' } & FunctionReference)
  | { readonly kind: 'foreign' }
  | { readonly kind: 'none' };

const NO_QUALIFIER = '$LATEST';

/**
 * The four forms of a function in AWS's APIs: its ARN, `ACCOUNT:function:NAME`, `function:NAME` and `NAME`,
 * each with or without a qualifier.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
 */
const REFERENCE =
  /^(?:(?:arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):)?(?<account>\d{12}):function:|function:)?(?<name>[a-zA-Z0-9_-]{1,140})(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9_-]{1,128}))?$/;

/** Parses `text` as a reference to a function. The whole text must be one. */
export function functionReference(text: string, home: Home): ParsedReference {
  const { account, region, name, qualifier } = REFERENCE.exec(text)?.groups ?? {};
  if (name === undefined) return { kind: 'none' };
  if (account !== undefined && account !== home.account) return { kind: 'foreign' };
  if (region !== undefined && !REGION.test(region)) return { kind: 'none' };
  return {
    kind: 'own',
    region: region === undefined ? home.region : regionCode(region),
    functionName: name,
    qualifier: qualifier ?? NO_QUALIFIER,
  };
}

/** Parses a field that always names a function of this account. @throws IncompleteAnswer if it does not */
export function ownReference(text: string | undefined, home: Home): FunctionReference {
  const found = functionReference(text ?? '', home);
  if (found.kind !== 'own') {
    throw new IncompleteAnswer('the answer names a function in another form than documented');
  }
  return { region: found.region, functionName: found.functionName, qualifier: found.qualifier };
}

/** Returns the use of a version; empty for `$LATEST` and for an alias, whose versions another check keeps. */
export function useOf(
  { region, functionName, qualifier }: FunctionReference,
  by: string,
): readonly VersionUse[] {
  const isKept = PUBLISHED_VERSION.test(qualifier) || qualifier === EVERY_VERSION;
  return isKept ? [{ region, functionName, version: qualifier, by }] : [];
}
