import { uniqueId } from '../../iam/role.ts';
import type { AliasEventWorld } from '../../world/deployments.ts';

/** The function and name of an alias in one Region. */
export type NamedAlias = Pick<AliasEventWorld, 'functionName' | 'alias'>;

/**
 * Returns the RevisionId of an alias after a number of changes: "a unique identifier that changes when you update
 * the alias". https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html
 */
export function revisionAfter({ functionName, alias }: NamedAlias, changes: number): string {
  return uniqueId(`${functionName}:${alias}:${changes}`);
}

/**
 * Returns the RevisionId of an alias after the Region's events up to `now`; a refused request does not change it.
 */
export function aliasRevision(
  named: NamedAlias,
  events: readonly AliasEventWorld[],
  now: number,
): string {
  const changes = events.filter(
    ({ functionName, alias, errorCode, time }) =>
      functionName === named.functionName &&
      alias === named.alias &&
      errorCode === undefined &&
      Date.parse(time) <= now,
  );
  return revisionAfter(named, changes.length);
}
