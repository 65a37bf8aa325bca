import { isMembers } from '../wire/message.ts';
import { parseConditions } from './condition-block.ts';
import type { Condition } from './condition.ts';
import { listOf, MalformedPolicy, NotUnderstood, textsOf } from './malformed.ts';
import { assertVariables } from './variables.ts';

export { MalformedPolicy, NotUnderstood } from './malformed.ts';

/**
 * Policy documents, parsed and checked. A document that IAM would not store, or that this evaluator does not
 * support, is refused: it must never allow anything by mistake.
 */

/**
 * What a policy is attached to. `identity`: a role; also permissions boundaries, session policies and service
 * control policies. `trust`: a role, saying who may assume it. `resource`: a topic, bucket or function.
 */
export type PolicyKind = 'identity' | 'trust' | 'resource';

export interface Policy {
  /** Whether variables such as `${aws:PrincipalAccount}` are replaced: in version 2012-10-17 only. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  /** Undefined in trust policies. */
  readonly resources: Selection | undefined;
  /** Undefined in identity-based policies. */
  readonly principals: Principals | undefined;
  readonly conditions: readonly Condition[];
}

/** The values of `Action` or `Resource`; negated for `NotAction` and `NotResource`. */
export interface Selection {
  readonly isNegated: boolean;
  readonly patterns: readonly string[];
}

export interface Principals {
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/** A policy without statements, which allows nothing. */
export const NO_POLICY: Policy = { hasVariables: true, statements: [] };

/**
 * Parses a policy document.
 *
 * @throws MalformedPolicy with a sentence that names the faulty element
 * @throws NotUnderstood for an element that IAM may accept and this evaluator does not support
 */
export function parsePolicy(document: unknown, kind: PolicyKind = 'identity'): Policy {
  if (!isMembers(document)) throw new MalformedPolicy('a policy is a JSON object');
  refuseUnknown(document, ['Version', 'Id', 'Statement']);
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    throw new MalformedPolicy(`Version is ${JSON.stringify(version)}`);
  }
  const statements = listOf(document['Statement']);
  if (statements.length === 0) throw new MalformedPolicy('Statement is missing');
  const hasVariables = version === '2012-10-17';
  assertSids(statements);
  return {
    hasVariables,
    statements: statements.map((raw) => parseStatement(raw, kind, hasVariables)),
  };
}

/** Refuses duplicate or invalid statement ids. Basis: IAM User Guide, "IAM JSON policy elements: Sid". */
function assertSids(statements: readonly unknown[]): void {
  const sids = statements.flatMap((raw) => (isMembers(raw) ? textsOf(raw['Sid'], 'Sid') : []));
  for (const sid of sids) {
    if (!/^[A-Za-z0-9]*$/.test(sid)) {
      throw new MalformedPolicy(`Sid ${sid} holds other than letters and digits`);
    }
  }
  const twice = sids.find((sid, at) => sids.indexOf(sid) !== at);
  if (twice !== undefined) throw new MalformedPolicy(`two statements with the Sid ${twice}`);
}

const STATEMENT_KEYS =
  'Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition'.split(' ');

function parseStatement(raw: unknown, kind: PolicyKind, hasVariables: boolean): Statement {
  if (!isMembers(raw)) throw new MalformedPolicy('a statement is a JSON object');
  refuseUnknown(raw, STATEMENT_KEYS);
  const effect = raw['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new MalformedPolicy(`Effect is ${JSON.stringify(effect)}`);
  }
  const actions = selectionOf(raw, 'Action');
  if (actions === undefined) throw new MalformedPolicy('a statement needs Action or NotAction');
  for (const action of actions.patterns) {
    if (action !== '*' && !/^[\w-]+:[\w*?]+$/.test(action)) {
      throw new MalformedPolicy(`not an action: ${action}`);
    }
  }
  const resources = selectionOf(raw, 'Resource');
  for (const resource of resources?.patterns ?? []) {
    if (resource !== '*' && resource.split(':').length < 6) {
      throw new MalformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
    }
    if (hasVariables) assertVariables(resource);
  }
  const principals = parsePrincipals(raw);
  assertPlace(kind, resources, principals);
  const sid = raw['Sid'];
  return {
    sid: typeof sid === 'string' ? sid : undefined,
    effect,
    actions,
    resources,
    principals,
    conditions: parseConditions(raw['Condition'], hasVariables),
  };
}

/** Refuses elements that the kind of policy does not allow. Basis: IAM User Guide, "Grammar". */
function assertPlace(
  kind: PolicyKind,
  resources: Selection | undefined,
  principals: Principals | undefined,
): void {
  if (kind === 'identity' && principals !== undefined) {
    throw new MalformedPolicy('Policy document should not specify a principal.');
  }
  if (kind !== 'identity' && principals === undefined) {
    throw new MalformedPolicy('Missing required field Principal');
  }
  if (kind === 'trust' && resources !== undefined) {
    throw new MalformedPolicy('Has prohibited field Resource');
  }
  if (kind !== 'trust' && resources === undefined) {
    throw new MalformedPolicy('Policy statement must contain resources.');
  }
}

const ROOT_OR_ROLE =
  /^(?:\*|\d{12}|arn:[\w-]+:(?:iam|sts)::\d{12}:(?:root|role\/.+|assumed-role\/.+))$/;

function parsePrincipals(raw: Record<string, unknown>): Principals | undefined {
  // NotPrincipal allows every other principal, future ones included; AWS advises against it.
  if (raw['NotPrincipal'] !== undefined) throw new NotUnderstood('NotPrincipal');
  const principal = raw['Principal'];
  if (principal === undefined) return undefined;
  if (principal === '*') return { aws: ['*'], services: [] };
  if (!isMembers(principal)) throw new MalformedPolicy('Principal is "*" or an object');
  refuseUnknown(principal, ['AWS', 'Service']);
  const aws = textsOf(principal['AWS'], 'Principal.AWS');
  for (const name of aws) {
    // IAM refuses a wildcard in a longer name; users and federated principals are not simulated.
    if (!ROOT_OR_ROLE.test(name) || (name !== '*' && /[*?]/.test(name))) {
      throw new MalformedPolicy(`Invalid principal in policy: "AWS":"${name}"`);
    }
  }
  return { aws, services: textsOf(principal['Service'], 'Principal.Service') };
}

function selectionOf(
  raw: Record<string, unknown>,
  name: 'Action' | 'Resource',
): Selection | undefined {
  const positive = raw[name];
  const negative = raw[`Not${name}`];
  if (positive !== undefined && negative !== undefined) {
    throw new MalformedPolicy(`${name} and Not${name} in one statement`);
  }
  if (positive === undefined && negative === undefined) return undefined;
  const patterns = textsOf(positive ?? negative, name);
  if (patterns.length === 0) throw new MalformedPolicy(`${name} is empty`);
  return { isNegated: positive === undefined, patterns };
}

function refuseUnknown(object: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new MalformedPolicy(`unknown: ${unknown.join(', ')}`);
}
