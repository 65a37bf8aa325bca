import type { DeleteFunctionRequest, DeleteFunctionResponse } from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import { operation } from '../../service.ts';
import { ServiceFailure } from '../../wire/failure.ts';
import { arnOf, functionOf, invalidParameter, notFound, referenceOf } from './function-name.ts';

/**
 * Deletes a version or, without a qualifier, the whole function.
 *
 * Like AWS, the sandbox refuses only the target of an alias and a version with an edge replica. It deletes a
 * version with an event source mapping, provisioned concurrency or a trigger, and a version to which an alias only
 * gives a weight (AWS does not document this; it is the more dangerous way).
 */
export const deleteFunction = operation<DeleteFunctionRequest, DeleteFunctionResponse>({
  needs(input, context) {
    const reference = referenceOf(input, context);
    const isQualified = context.organisation.world.deleteFunctionResource !== 'unqualified';
    const compared = isQualified ? reference : { ...reference, qualifier: undefined };
    return [{ action: 'lambda:DeleteFunction', resource: arnOf(compared, context) }];
  },
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const arn = arnOf(reference, context);
    const lambda = context.account.lambda(context.region);
    const { qualifier } = reference;

    const isReplicated = fn.world.replicatedVersions?.includes(qualifier ?? '') === true;
    if (fn.world.masterArn !== undefined || isReplicated) {
      throw invalidParameter(
        `Lambda was unable to delete ${arn} because it is a replicated function. Please see our ` +
          'documentation for Deleting Lambda@Edge Functions and Replicas.',
      );
    }
    if (qualifier?.startsWith('$LATEST') === true) {
      throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
    }
    if (qualifier !== undefined && !/^\d+$/.test(qualifier)) {
      throw invalidParameter('Deletion of aliases is not currently supported.');
    }
    if (fn.isBusy(context.now)) {
      throw new ServiceFailure(
        'ResourceConflictException',
        'The operation cannot be performed at this time. An update is in progress for resource: ' +
          arn,
        409,
      );
    }
    if (qualifier === undefined) {
      lambda.remove(fn);
      lambda.reportedUsage(context.now);
      return { StatusCode: 204 };
    }
    const aliases = fn.aliases
      .filter(({ version }) => Number(version) === Number(qualifier))
      .map(({ name }) => name);
    if (aliases.length > 0) {
      throw new ServiceFailure(
        'ResourceConflictException',
        `Unable to delete version because the following aliases reference it: [${aliases.join(', ')}]`,
        409,
      );
    }
    const refusing = whatRefuses(fn, qualifier, context);
    if (refusing !== undefined)
      throw new ServiceFailure('ResourceConflictException', refusing, 409);
    const { deletesAbsent } = context.organisation.world.behaviour ?? {};
    if (deletesAbsent === 'absent' && !fn.has(qualifier)) {
      throw notFound(`Function not found: ${arn}`);
    }
    const isDraining =
      (fn.world.durableExecutions?.[qualifier] ?? 0) > 0 ||
      fn.world.capacityProviderArn !== undefined;
    const existed = fn.has(qualifier);
    lambda.remove(fn, { version: Number(qualifier), now: context.now });
    fn.unprovision(qualifier);
    lambda.reportedUsage(context.now);
    // Idempotent: a version that does not exist gets the same answer as a deleted one.
    return { StatusCode: existed && isDraining ? 202 : 204 };
  },
});

/**
 * Returns an invented error message if the world's `behaviour` refuses to delete this version; undefined when the
 * deletion is accepted. AWS does not document these cases.
 */
function whatRefuses(
  fn: FunctionState,
  qualifier: string,
  { organisation }: RequestContext,
): string | undefined {
  const { behaviour = {} } = organisation.world;
  const weighting = fn.aliases.filter(({ weights = {} }) => Object.hasOwn(weights, qualifier));
  if (behaviour.deletesWeighted === 'refused' && weighting.length > 0) {
    const names = weighting.map(({ name }) => name).join(', ');
    return `Unable to delete version because the following aliases reference it: [${names}]`;
  }
  const provisioned = fn.world.provisionedConcurrency ?? {};
  if (behaviour.deletesProvisioned === 'refused' && Object.hasOwn(provisioned, qualifier)) {
    return 'Unable to delete version because it has provisioned concurrency';
  }
  return undefined;
}
