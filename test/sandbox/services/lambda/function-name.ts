import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/** A function, and perhaps its qualifier, named by a request. */
export interface FunctionReference {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly qualifier: string | undefined;
}

const NAME_PATTERN =
  /^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(?:-[a-z]+)+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;
const QUALIFIER_PATTERN = /^(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_$]+)$/;

/**
 * Parses a name, partial ARN or ARN, each with or without a qualifier, and the separate qualifier of some
 * operations. Basis: Lambda API reference, "Name formats".
 *
 * @throws ServiceFailure when the two qualifiers differ or a pattern does not match
 */
export function referenceOf(
  input: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
  { account, region }: RequestContext,
): FunctionReference {
  const found = NAME_PATTERN.exec(input.FunctionName);
  const isTooLong = (found?.[6] ?? '').length > 64;
  if (found === null || isTooLong) {
    throw constraint('functionName', input.FunctionName, String(NAME_PATTERN).slice(2, -2));
  }
  const [, , , inRegion, inAccount, , name = '', , fromName] = found;
  const { Qualifier } = input;
  if (Qualifier !== undefined && !QUALIFIER_PATTERN.test(Qualifier)) {
    throw constraint('qualifier', Qualifier, String(QUALIFIER_PATTERN).slice(2, -2));
  }
  if (fromName !== undefined && Qualifier !== undefined && fromName !== Qualifier) {
    throw invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const reference = {
    accountId: inAccount?.slice(0, -1) ?? account.id,
    region: inRegion?.slice(0, -1) ?? region,
    name,
    qualifier: Qualifier ?? fromName,
  };
  if (reference.region !== region) {
    throw new ServiceFailure(
      'ResourceNotFoundException',
      `Functions from '${reference.region}' are not reachable in this region ('${region}')`,
      404,
      { Type: 'User' },
    );
  }
  return reference;
}

/** Returns the ARN that IAM compares; it has the qualifier when the request names one. */
export function arnOf(reference: FunctionReference, { organisation }: RequestContext): string {
  const { accountId, region, name, qualifier } = reference;
  const base = `arn:${organisation.partition}:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? base : `${base}:${qualifier}`;
}

/**
 * Returns the function.
 *
 * @throws ServiceFailure when the account has no such function
 */
export function functionOf(reference: FunctionReference, context: RequestContext): FunctionState {
  const fn = context.account.lambda(context.region).find(reference.name);
  if (fn === undefined || reference.accountId !== context.account.id) {
    throw notFound(`Function not found: ${arnOf(reference, context)}`);
  }
  return fn;
}

export function notFound(message: string): ServiceFailure {
  return new ServiceFailure('ResourceNotFoundException', message, 404);
}

export function invalidParameter(message: string): ServiceFailure {
  return new ServiceFailure('InvalidParameterValueException', message, 400);
}

function constraint(name: string, value: string, pattern: string): ServiceFailure {
  return new ServiceFailure(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must satisfy regular expression pattern: ${pattern}`,
    400,
  );
}
