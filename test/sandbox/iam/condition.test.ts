import { describe, expect, it } from 'vitest';
import { isMet } from './condition.ts';

const keys = new Map<string, readonly string[]>([
  ['aws:principalarn', ['arn:aws:iam::111111111111:role/watch']],
  ['aws:currenttime', ['2026-11-22T08:00:00Z']],
  ['aws:epochtime', ['1795334400']],
  ['aws:securetransport', ['true']],
  ['sts:externalid', ['acme']],
  ['aws:tagkeys', ['stage', 'team']],
  ['lambda:size', ['10']],
]);

describe('condition operators', () => {
  it.each<[string, string, string[], boolean]>([
    ['StringEquals', 'sts:ExternalId', ['acme'], true],
    ['StringEquals', 'sts:ExternalId', ['Acme'], false],
    ['StringEquals', 'sts:ExternalId', ['other', 'acme'], true],
    ['StringEquals', 'aws:Absent', ['acme'], false],
    ['StringEqualsIfExists', 'aws:Absent', ['acme'], true],
    ['StringEqualsIfExists', 'sts:ExternalId', ['other'], false],
    ['StringNotEquals', 'sts:ExternalId', ['other'], true],
    ['StringNotEquals', 'sts:ExternalId', ['other', 'acme'], false],
    // A negated operator is true for a key that the request does not have.
    ['StringNotEquals', 'aws:Absent', ['acme'], true],
    ['StringEqualsIgnoreCase', 'sts:ExternalId', ['ACME'], true],
    ['StringNotEqualsIgnoreCase', 'sts:ExternalId', ['ACME'], false],
    ['StringLike', 'sts:ExternalId', ['a*e'], true],
    ['StringLike', 'sts:ExternalId', ['a?e'], false],
    ['StringNotLike', 'sts:ExternalId', ['a*'], false],
    ['ArnEquals', 'aws:PrincipalArn', ['arn:aws:iam::*:role/watch'], true],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/other'], false],
    ['ArnNotEquals', 'aws:PrincipalArn', ['arn:aws:iam::*:role/watch'], false],
    ['ArnNotLike', 'aws:PrincipalArn', ['arn:aws:iam::222222222222:role/*'], true],
    ['Bool', 'aws:SecureTransport', ['true'], true],
    ['Bool', 'aws:SecureTransport', ['false'], false],
    ['Bool', 'aws:MultiFactorAuthPresent', ['true'], false],
    ['BoolIfExists', 'aws:MultiFactorAuthPresent', ['true'], true],
    ['Null', 'sts:ExternalId', ['true'], false],
    ['Null', 'sts:ExternalId', ['false'], true],
    ['Null', 'aws:Absent', ['true'], true],
    ['NumericEquals', 'lambda:Size', ['10.0'], true],
    ['NumericNotEquals', 'lambda:Size', ['10'], false],
    ['NumericLessThan', 'lambda:Size', ['10'], false],
    ['NumericLessThanEquals', 'lambda:Size', ['10'], true],
    ['NumericGreaterThan', 'lambda:Size', ['9'], true],
    ['DateGreaterThan', 'aws:CurrentTime', ['2026-11-22T07:59:59Z'], true],
    ['DateLessThan', 'aws:CurrentTime', ['2026-11-22T07:59:59Z'], false],
    ['DateLessThanEquals', 'aws:EpochTime', ['2026-11-22T08:00:00Z'], true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['stage', 'team', 'more'], true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['stage'], false],
    ['ForAllValues:StringEquals', 'aws:Absent', ['stage'], true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['stage'], true],
    ['ForAnyValue:StringEquals', 'aws:Absent', ['stage'], false],
    ['ForAllValues:StringNotEquals', 'aws:TagKeys', ['cost'], true],
    ['ForAllValues:StringNotEquals', 'aws:TagKeys', ['team'], false],
  ])('%s %s %j: %s', (operator, key, values, expected) => {
    expect(isMet({ operator, key: key.toLowerCase(), values }, keys, keys)).toBe(expected);
  });
});
