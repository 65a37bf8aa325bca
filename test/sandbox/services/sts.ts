import * as sdk from '@aws-sdk/client-sts';
import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import type { Policy } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import type { Organisation } from '../state/organisation.ts';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import { MalformedPolicy, NO_POLICY, NotUnderstood, parsePolicy } from '../iam/policy.ts';
import { operation } from '../service.ts';
import { NotSimulated, ServiceFailure } from '../wire/failure.ts';
import { querySpellings } from '../wire/spellings.ts';

/** AWS Security Token Service. Basis, unless another source is named: STS API reference, AssumeRole. */

/** The longest session that a role session can start (role chaining), whatever the role allows. */
const ROLE_CHAINING_SECONDS = 3600;
const SESSION_POLICY_CHARACTERS = 2048;

export const sts: ServiceDefinition = {
  signingName: 'sts',
  sdk,
  protocol: 'awsQuery',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  spellings: querySpellings,
  operations: {
    AssumeRole: operation<AssumeRoleRequest, AssumeRoleResponse>({
      validate(input) {
        const { RoleArn, RoleSessionName, DurationSeconds, ExternalId, Policy: policy } = input;
        inLength('roleArn', RoleArn, 20, 2048);
        inLength('roleSessionName', RoleSessionName, 2, 64);
        inPattern('roleSessionName', RoleSessionName, /^[\w+=,.@-]*$/);
        if (ExternalId !== undefined) {
          inLength('externalId', ExternalId, 2, 1224);
          inPattern('externalId', ExternalId, /^[\w+=,.@:/-]*$/);
        }
        if (DurationSeconds !== undefined) inRange('durationSeconds', DurationSeconds, 900, 43_200);
        if (policy !== undefined) inLength('policy', policy, 1, SESSION_POLICY_CHARACTERS);
        if (!/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(RoleArn)) {
          throw invalid(`${RoleArn} is invalid`);
        }
        if (input.Tags !== undefined || input.PolicyArns !== undefined) {
          throw new NotSimulated('sts:AssumeRole with Tags or PolicyArns');
        }
      },
      needs: ({ RoleArn, RoleSessionName, ExternalId }, { organisation, account, now }) => [
        {
          action: 'sts:AssumeRole',
          resource: RoleArn,
          keys: { 'sts:ExternalId': ExternalId, 'sts:RoleSessionName': RoleSessionName },
          // A role that does not exist is refused with the same message as a role that trusts no one.
          resourcePolicy: {
            kind: 'role trust policy',
            policy: usableRole(RoleArn, organisation, now)?.trust ?? NO_POLICY,
            isSameAccount: RoleArn.split(':')[4] === account.id,
          },
          isTerse: true,
        },
      ],
      handle: assumeRole,
    }),
    GetCallerIdentity: operation<GetCallerIdentityRequest, GetCallerIdentityResponse>({
      // "No permissions are required to perform this operation."
      needs: () => [],
      handle: (_, { session }) => ({
        UserId: `${session.role.id}:${session.name}`,
        Account: session.role.accountId,
        Arn: session.arn,
      }),
    }),
  },
};

function assumeRole(
  input: { RoleArn: string; RoleSessionName: string } & Omit<
    AssumeRoleRequest,
    'RoleArn' | 'RoleSessionName'
  >,
  { organisation, now }: RequestContext,
): AssumeRoleResponse {
  const role = organisation.roleByArn(input.RoleArn);
  if (role === undefined) throw invalid(`${input.RoleArn} is invalid`);
  const seconds = input.DurationSeconds ?? ROLE_CHAINING_SECONDS;
  // Every caller of the sandbox is a role session, so every AssumeRole is role chaining.
  if (seconds > ROLE_CHAINING_SECONDS) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw invalid(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const session = organisation.sessions.issue({
    role,
    name: input.RoleSessionName,
    policies: input.Policy === undefined ? [] : [sessionPolicy(input.Policy)],
    now,
    seconds,
  });
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      // Whole seconds, as in AWS's answer.
      Expiration: new Date(Math.floor(session.expiresAt / 1000) * 1000),
    },
    // STS only repeats the requested role here.
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${session.name}`, Arn: session.arn },
    ...(input.Policy === undefined
      ? {}
      : {
          PackedPolicySize: Math.ceil((input.Policy.length / SESSION_POLICY_CHARACTERS) * 100),
        }),
  };
}

/**
 * Returns a role that can be assumed. IAM is eventually consistent: a role that was just created is refused like
 * one that does not exist.
 */
function usableRole(arn: string, organisation: Organisation, now: number): Role | undefined {
  const role = organisation.roleByArn(arn);
  return (role?.created?.usableFrom ?? -Infinity) <= now ? role : undefined;
}

function sessionPolicy(text: string): Policy {
  try {
    return parsePolicy(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedPolicy) {
      throw new ServiceFailure('MalformedPolicyDocument', error.message, 400);
    }
    if (error instanceof NotUnderstood) throw new NotSimulated(error.message);
    throw error;
  }
}

function inLength(name: string, value: string, least: number, most: number): void {
  if (value.length < least) {
    throw constraint(name, value, `Member must have length greater than or equal to ${least}`);
  }
  if (value.length > most) {
    throw constraint(name, value, `Member must have length less than or equal to ${most}`);
  }
}

function inRange(name: string, value: number, least: number, most: number): void {
  if (value < least) {
    throw constraint(name, value, `Member must have value greater than or equal to ${least}`);
  }
  if (value > most) {
    throw constraint(name, value, `Member must have value less than or equal to ${most}`);
  }
}

function inPattern(name: string, value: string, pattern: RegExp): void {
  if (pattern.test(value)) return;
  const text = pattern.source.slice(1, -1);
  throw constraint(name, value, `Member must satisfy regular expression pattern: ${text}`);
}

function constraint(name: string, value: string | number, rule: string): ServiceFailure {
  return invalid(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

function invalid(message: string): ServiceFailure {
  return new ServiceFailure('ValidationError', message, 400);
}
