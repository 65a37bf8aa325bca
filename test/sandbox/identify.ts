import type { Clock } from './clock.ts';
import type { Account } from './state/account.ts';
import type { Organisation } from './state/organisation.ts';
import type { Session } from './state/sessions.ts';
import type { Spelling, Spellings } from './wire/spellings.ts';
import type { WireRequest } from './wire/message.ts';
import { availabilityOf } from './regions.ts';
import { ServiceFailure } from './wire/failure.ts';
import { isSignedWith } from './wire/signature.ts';

/** The credential scope of a signature: `AKID/20261122/eu-west-1/lambda/aws4_request`. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const CREDENTIAL = /Credential=([^/\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

export function scopeOf(request: WireRequest): CredentialScope | undefined {
  const found = CREDENTIAL.exec(request.headers['authorization'] ?? '');
  const [, accessKeyId, region, service] = found ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}

/** The endpoint's host name does not exist, as for a Region that does not exist. */
export class HostNotFound extends Error {
  override readonly name = 'HostNotFound';
}

/**
 * Returns the session of the request's credentials.
 *
 * @throws ServiceFailure, in the service's wording, when the credentials are not valid in this Region
 * @throws HostNotFound for a Region that does not exist
 */
export function identify(
  request: WireRequest,
  scope: CredentialScope,
  organisation: Organisation,
  spellings: Spellings,
  clock: Pick<Clock, 'now'>,
): { readonly session: Session; readonly account: Account } {
  if (availabilityOf(scope.region, organisation.partition) === 'unknown') {
    throw new HostNotFound(scope.region);
  }
  const session = organisation.sessions.find(scope.accessKeyId);
  if (session === undefined) throw failure(spellings.unknownKey);
  if (request.headers['x-amz-security-token'] !== session.sessionToken) {
    throw failure(spellings.foreignToken);
  }
  if (!isSignedWith(request, session.secretAccessKey)) throw failure(spellings.wrongSignature);
  if (clock.now() >= session.expiresAt) throw failure(spellings.expired);
  const account = organisation.account(session.role.accountId);
  // Deleting a role ends its sessions.
  if (!account.roles.has(session.role.name)) throw failure(spellings.unknownKey);
  if (!account.isEnabled(scope.region)) refuseRegion(organisation, spellings, scope.region);
  return { session, account };
}

export function failure(spelling: Spelling): ServiceFailure {
  return new ServiceFailure(spelling.code, spelling.message, spelling.status);
}

function refuseRegion(organisation: Organisation, spellings: Spellings, region: string): never {
  const { unknownKey } = spellings;
  const code = organisation.world.regionNotEnabled ?? unknownKey.code;
  switch (code) {
    case 'dns':
      throw new HostNotFound(region);
    case 'AuthFailure':
      throw new ServiceFailure(
        'AuthFailure',
        'AWS was not able to validate the provided access credentials',
        401,
      );
    case 'OptInRequired':
      throw new ServiceFailure(
        'OptInRequired',
        'You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.',
        403,
      );
    default:
      throw failure({ ...unknownKey, code });
  }
}
