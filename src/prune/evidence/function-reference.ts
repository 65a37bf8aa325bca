import type { AccountId, Region } from '../../model/aws-ids.ts';
import { REGION, region as regionCode } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import type { VersionUse } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';

/** Whose functions a reference without account and Region means. */
export interface Home {
  readonly account: AccountId;
  readonly region: Region;
}

export interface FunctionReference {
  readonly region: Region;
  readonly functionName: string;
  /** A version's number, an alias's name or `$LATEST`, which is also what no qualifier means. */
  readonly qualifier: string;
}

export type ParsedReference =
  | ({ readonly kind: 'own' } & FunctionReference)
  | { readonly kind: 'foreign' }
  | { readonly kind: 'none' };

const NO_QUALIFIER = '$LATEST';

/**
 * The four forms in which AWS takes a function: its ARN, `ACCOUNT:function:NAME`, `function:NAME` and
 * `NAME`, each with a qualifier or without.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
 */
const REFERENCE =
  /^(?:(?:arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):)?(?<account>\d{12}):function:|function:)?(?<name>[a-zA-Z0-9_-]{1,140})(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9_-]{1,128}))?$/;

/** What `text` refers to, if it is nothing but a reference to a function. */
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

/**
 * The function that AWS names where it always names one of this account.
 * @throws IncompleteAnswer for anything else: then what is used is unknown.
 */
export function ownReference(text: string | undefined, home: Home): FunctionReference {
  const found = functionReference(text ?? '', home);
  if (found.kind !== 'own') {
    throw new IncompleteAnswer('the answer names a function in another form than documented');
  }
  return { region: found.region, functionName: found.functionName, qualifier: found.qualifier };
}

/**
 * The use of what a reference means; none for `$LATEST`, which is never a candidate, and for an alias,
 * which keeps its versions itself.
 */
export function useOf(
  { region, functionName, qualifier }: FunctionReference,
  by: string,
): readonly VersionUse[] {
  const isKept = PUBLISHED_VERSION.test(qualifier) || qualifier === EVERY_VERSION;
  return isKept ? [{ region, functionName, version: qualifier, by }] : [];
}
