import type {
  GetFunctionRequest,
  GetFunctionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  ListTagsRequest,
  ListTagsResponse,
} from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import type { PolicyDocument } from '../../world.ts';
import type { FunctionState } from '../../state/function-state.ts';
import { uniqueId } from '../../iam/role.ts';
import { operation } from '../../service.ts';
import { fullConfiguration } from './configuration.ts';
import { arnOf, functionOf, invalidParameter, notFound, referenceOf } from './function-name.ts';

/** Reads of one function. GetFunction and GetPolicy have rates of their own ("Lambda quotas"). */

export const getFunction = operation<GetFunctionRequest, GetFunctionResponse>({
  rate: { name: 'lambda GetFunction', perSecond: 100, burst: 100 },
  needs: (input, context) => [
    { action: 'lambda:GetFunction', resource: arnOf(referenceOf(input, context), context) },
  ],
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const version = versionOf(fn, reference.qualifier);
    if (version === undefined) throw notFound(`Function not found: ${arnOf(reference, context)}`);
    const unqualified = arnOf({ ...reference, qualifier: undefined }, context);
    return {
      Configuration: fullConfiguration(fn, version, context, {
        isQualified: reference.qualifier !== undefined,
      }),
      Code: codeOf(fn, version, context),
      // "Lambda returns tag data only if you have explicit allow permissions for lambda:ListTags."
      ...(fn.world.tags !== undefined &&
      context.may({ action: 'lambda:ListTags', resource: unqualified })
        ? { Tags: { ...fn.world.tags } }
        : {}),
    };
  },
});

/** Returns a resource policy; 404 for a qualifier that has no policy or does not exist. */
export const getPolicy = operation<GetPolicyRequest, GetPolicyResponse>({
  rate: { name: 'lambda GetPolicy', perSecond: 15, burst: 15 },
  needs: (input, context) => [
    { action: 'lambda:GetPolicy', resource: arnOf(referenceOf(input, context), context) },
  ],
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const policy =
      fn.world.resourcePolicies?.[reference.qualifier ?? ''] ??
      functionPolicyNaming(reference.qualifier, fn, context);
    if (policy === undefined && context.organisation.world.behaviour?.missingPolicy === 'empty') {
      return {};
    }
    if (policy === undefined) throw notFound('The resource you requested does not exist.');
    return {
      Policy: JSON.stringify(policy),
      RevisionId: uniqueId(`${fn.name}:${reference.qualifier ?? ''}`),
    };
  },
});

/**
 * Returns the function's own policy if GetPolicy also shows it for this version: the policy names the version, and
 * `behaviour.writtenPolicy` is `version`. Otherwise undefined.
 */
function functionPolicyNaming(
  qualifier: string | undefined,
  fn: ReturnType<typeof functionOf>,
  { organisation }: RequestContext,
): PolicyDocument | undefined {
  if (organisation.world.behaviour?.writtenPolicy !== 'version' || qualifier === undefined)
    return undefined;
  const ofFunction = fn.world.resourcePolicies?.[''];
  const text = ofFunction === undefined ? '' : JSON.stringify(ofFunction);
  return text.includes(`:${fn.name}:${qualifier}"`) ? ofFunction : undefined;
}

/** Lists the tags of a function; a qualified ARN is refused, because versions have no tags. */
export const listTags = operation<ListTagsRequest, ListTagsResponse>({
  needs: ({ Resource }, context) => [
    {
      action: 'lambda:ListTags',
      resource: arnOf(referenceOf({ FunctionName: Resource }, context), context),
    },
  ],
  handle({ Resource }, context) {
    if (!Resource.startsWith('arn:')) throw invalidParameter(`Invalid ARN: ${Resource}`);
    const reference = referenceOf({ FunctionName: Resource }, context);
    if (reference.qualifier !== undefined) {
      throw invalidParameter(
        'Tags on function aliases and versions are not supported. Please specify a function ARN.',
      );
    }
    return { Tags: { ...functionOf(reference, context).world.tags } };
  },
});

/** Returns the version of a qualifier, which may be an alias; undefined when it does not exist. */
export function versionOf(fn: FunctionState, qualifier: string | undefined): string | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST';
  const alias = fn.aliases.find(({ name }) => name === qualifier);
  if (alias !== undefined) return alias.version;
  return /^[1-9]\d*$/.test(qualifier) && fn.has(qualifier) ? qualifier : undefined;
}

function codeOf(
  fn: FunctionState,
  version: string,
  context: RequestContext,
): GetFunctionResponse['Code'] {
  if (fn.world.packageType === 'Image') {
    const registry = `${context.account.id}.dkr.ecr.${context.region}.amazonaws.com`;
    return { RepositoryType: 'ECR', ImageUri: `${registry}/${fn.name}:${version}` };
  }
  const isReferenced = fn.world.referencedCode?.includes(version) === true;
  return {
    RepositoryType: 'S3',
    Location: `https://awslambda-${context.region}.s3.example/${fn.name}?versionId=${version}`,
    ...(isReferenced
      ? {
          ResolvedS3Object: {
            S3Bucket: `${context.account.id}-code`,
            S3Key: `${fn.name}.zip`,
            S3ObjectVersion: `v${version}`,
          },
        }
      : {}),
  };
}
