import type { AccessRequest, Requester } from './iam/evaluate.ts';
import type { Verdict } from './iam/authorise.ts';
import type { Role } from './iam/role.ts';
import type { Account } from './state/account.ts';
import type { Session } from './state/sessions.ts';
import type { Need } from './service.ts';
import type { Spellings } from './wire/spellings.ts';
import { authorise } from './iam/authorise.ts';
import { policiesAt } from './iam/role.ts';

/** What IAM's decision on a request depends on, besides the need itself: who calls, where and when. */
export interface Circumstances {
  readonly session: Session;
  readonly account: Account;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Returns IAM's decision on whether a session may do one action on one resource. */
export function decide(need: Need, circumstances: Circumstances): Verdict {
  const { session, account, now } = circumstances;
  const requester: Requester = {
    kind: 'session',
    accountId: account.id,
    roleArn: session.role.arn,
    sessionArn: session.arn,
  };
  const request: AccessRequest = {
    action: need.action,
    resource: need.resource,
    keys: keysOf(need, circumstances),
  };
  return authorise(request, requester, {
    identity: policiesAt(currentRole(circumstances), now),
    boundary: session.role.boundary,
    session: session.policies,
    serviceControl: account.serviceControl,
    ...(need.resourcePolicy === undefined ? {} : { resource: need.resourcePolicy }),
  });
}

/** Returns the role of a session as it is now: roles that a test created through IAM can change later. */
function currentRole({ session: { role }, account }: Circumstances): Role {
  return role.created === undefined ? role : (account.roles.get(role.name) ?? role);
}

/**
 * Returns the sentence of an AccessDenied error. Basis: IAM User Guide, "Troubleshoot access denied error
 * messages".
 */
export function denialText(
  need: Need,
  session: Session,
  verdict: Extract<Verdict, { readonly isAllowed: false }>,
  { isResourceQuoted = false }: Spellings['denied'],
): string {
  const shown = need.shownAs ?? need.resource;
  const target = isResourceQuoted ? `"${shown}"` : shown;
  const where = isResourceQuoted && need.resource === '*' ? '' : ` on resource: ${target}`;
  const what = `User: ${session.arn} is not authorized to perform: ${need.action}${where}`;
  return need.isTerse === true && !verdict.isExplicit ? what : `${what} ${verdict.reason}`;
}

/** Returns the values of the global condition keys. Basis: IAM User Guide, "AWS global condition context keys". */
function keysOf(need: Need, circumstances: Circumstances): AccessRequest['keys'] {
  const { session, account, region, now } = circumstances;
  const resourceAccount = need.resource.split(':')[4];
  const keys: Record<string, string | readonly string[] | undefined> = {
    'aws:PrincipalArn': session.role.arn,
    'aws:PrincipalAccount': account.id,
    'aws:PrincipalOrgID': account.world.organizationId,
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': `${session.role.id}:${session.name}`,
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:TokenIssueTime': new Date(session.issuedAt).toISOString(),
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount':
      resourceAccount === undefined || resourceAccount === '' ? account.id : resourceAccount,
    ...need.keys,
  };
  const known = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(keys)) {
    if (value === undefined) continue;
    known.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return known;
}
