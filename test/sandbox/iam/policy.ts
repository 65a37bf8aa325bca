import { isMembers } from '../wire/message.ts';
import { knownOperator } from './condition.ts';
import type { Condition } from './condition.ts';

/** A policy document, read once and checked: what IAM would refuse to store is refused here. */

export interface Policy {
  /** Variables such as `${aws:PrincipalAccount}` work in version 2012-10-17 only. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  /** Absent in trust policies. */
  readonly resources: Selection | undefined;
  /** Absent in identity-based policies. */
  readonly principals: Principals | undefined;
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Selection {
  readonly isNegated: boolean;
  readonly patterns: readonly string[];
}

export interface Principals {
  readonly isNegated: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/** Allows nothing and denies nothing. */
export const NOTHING: Policy = { hasVariables: true, statements: [] };

export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

/** @throws MalformedPolicy with a sentence that says where */
export function parsePolicy(document: unknown): Policy {
  if (!isMembers(document)) throw new MalformedPolicy('a policy is a JSON object');
  refuseUnknown(document, ['Version', 'Id', 'Statement']);
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    throw new MalformedPolicy(`Version is ${JSON.stringify(version)}`);
  }
  const statements = listOf(document['Statement']);
  if (statements.length === 0) throw new MalformedPolicy('Statement is missing');
  return {
    hasVariables: version === '2012-10-17',
    statements: statements.map(parseStatement),
  };
}

const STATEMENT_KEYS =
  'Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition'.split(' ');

function parseStatement(raw: unknown): Statement {
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
  }
  return {
    effect,
    actions,
    resources,
    principals: parsePrincipals(raw),
    conditions: parseConditions(raw['Condition']),
  };
}

function parsePrincipals(raw: Record<string, unknown>): Principals | undefined {
  const isNegated = raw['NotPrincipal'] !== undefined;
  const principal = isNegated ? raw['NotPrincipal'] : raw['Principal'];
  if (principal === undefined) return undefined;
  if (principal === '*') return { isNegated, aws: ['*'], services: [] };
  if (!isMembers(principal)) throw new MalformedPolicy('Principal is "*" or an object');
  refuseUnknown(principal, ['AWS', 'Service']);
  return {
    isNegated,
    aws: textsOf(principal['AWS'], 'Principal.AWS'),
    services: textsOf(principal['Service'], 'Principal.Service'),
  };
}

function parseConditions(raw: unknown): Condition[] {
  if (raw === undefined) return [];
  if (!isMembers(raw)) throw new MalformedPolicy('Condition is an object');
  return Object.entries(raw).flatMap(([operator, keys]) => {
    if (knownOperator(operator) === undefined) {
      throw new MalformedPolicy(`not a condition operator of the sandbox: ${operator}`);
    }
    if (!isMembers(keys)) throw new MalformedPolicy(`${operator} is an object`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(values, key),
    }));
  });
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
  return {
    isNegated: positive === undefined,
    patterns: textsOf(positive ?? negative, name),
  };
}

function refuseUnknown(object: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new MalformedPolicy(`unknown: ${unknown.join(', ')}`);
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function textsOf(value: unknown, name: string): string[] {
  return listOf(value).map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new MalformedPolicy(`${name} holds ${JSON.stringify(item)}`);
  });
}
