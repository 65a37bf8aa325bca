import { uniqueId } from '../../iam/role.ts';
import type { AliasEventWorld } from '../../world/deployments.ts';

/** Which alias of a Region. */
export type NamedAlias = Pick<AliasEventWorld, 'functionName' | 'alias'>;

/**
 * RevisionId of an alias after so many changes: "a unique identifier that changes when you update the alias".
 * https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html
 */
export function revisionAfter({ functionName, alias }: NamedAlias, changes: number): string {
  return uniqueId(`${functionName}:${alias}:${changes}`);
}

/** That of an alias as the events of its Region up to `now` have left it; a request that was refused changes nothing. */
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
