import type * as z from 'zod/mini';
import { isTable } from '../documents/codec.ts';
import { REGION } from '../model/aws-ids.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';
import type { SectionKeys } from './schema-kinds.ts';
import { KEY_SEPARATOR } from './schema-kinds.ts';
import type { YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;
type UnknownKeys = z.core.$ZodIssueUnrecognizedKeys;

/** What to do about a key that is valid in another section, or in YAML 1.1. */
const MISPLACED_KEYS: ReadonlyMap<string, string> = new Map([
  ['ceiling', 'this limit is set by AWS and has no ceiling; remove the line'],
  ['free', 'this limit is measured in bytes; write freeGiB'],
  ['freeGiB', 'this limit counts whole things; write free'],
  ['<<', 'merge keys are not part of YAML 1.2; write the keys out'],
]);

/** The issues of the schema as faults with sentences. @param regions known Region codes, for suggestions */
export function issueProblems(
  issues: readonly Issue[],
  source: YamlSource,
  regions: readonly string[],
  sections: SectionKeys,
): readonly Problem[] {
  const problems = issues
    .flatMap(withoutUnion)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownKeys(issue, sections)
        : [valueProblem(issue, source, regions)],
    );
  const misspelled = new Set(
    problems
      .filter(({ kind }) => kind === 'unknown key')
      .flatMap(({ path, suggestion }) => [path, [...path.slice(0, -1), suggestion]])
      .map((path) => JSON.stringify(path)),
  );
  return problems.filter(
    ({ kind, path }) => kind !== 'missing' || !misspelled.has(JSON.stringify(path)),
  );
}

interface IssueProblem extends Problem {
  readonly kind: 'unknown key' | 'missing' | 'value';
}

/** Where the schema allows a number or a map and the file has a map: the issues inside it. Otherwise the issue itself. */
function withoutUnion(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || !isTable(issue.input)) return [issue];
  const asMap = issue.errors.find((errors) =>
    errors.some(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return asMap?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

function unknownKeys(issue: UnknownKeys, sections: SectionKeys): readonly IssueProblem[] {
  const known = issue.message.split(KEY_SEPARATOR);
  const parent = stepsOf(issue.path);
  return issue.keys.map((key): IssueProblem => {
    const kind = 'unknown key';
    const withoutSpace = known.find((name) => key.startsWith(`${name}:`));
    if (withoutSpace !== undefined) {
      const message = `a space is missing after "${withoutSpace}:"; put one there`;
      return { kind, path: [...parent, withoutSpace], message };
    }
    const suggestion = didYouMean(key, known);
    // The key may be the external id, which no message may show.
    if (parent[0] === 'role' && suggestion === undefined) {
      const message = `a key in it is not known; keep only ${known.join(' and ')}`;
      return { kind, path: parent, message };
    }
    const path = [...parent, key];
    const advice = MISPLACED_KEYS.get(key);
    if (advice !== undefined) return { kind, path, message: advice, suggestion };
    const parentKeys = parent.length === 0 ? (sections.get(key) ?? []) : [];
    if (parentKeys.length > 0 && suggestion === undefined) {
      return {
        kind,
        path,
        message: `is not known here; it belongs below ${parentKeys.join(' or ')}`,
      };
    }
    const message =
      suggestion === undefined
        ? `is not known here; remove it or use one of ${known.join(', ')}`
        : 'is not known here; correct or remove it';
    return { kind, path, message, suggestion };
  });
}

function valueProblem(issue: Issue, source: YamlSource, regions: readonly string[]): IssueProblem {
  const path = stepsOf(issue.path);
  const { input, message: expected } = issue;
  if (input === undefined) {
    return { kind: 'missing', path, message: `is missing; give ${expected}` };
  }
  if (input === null) return { kind: 'value', path, message: `is empty; give ${expected}` };
  // The external id may be anywhere below `role`.
  const secret = path[0] === 'role';
  const typed = source.typedAt(path);
  // For a date, quotes around a number would not help.
  const isTextExpected = issue.code === 'invalid_type' && issue.expected === 'string';
  if (typeof input === 'number' && isTextExpected && path.at(-1) !== 'until') {
    return { kind: 'value', path, message: readAsNumber(input, typed, path, secret) };
  }
  if (typeof input === 'string' && isNumberExpected(issue) && !secret) {
    const number = numberIn(input);
    if (number !== undefined) {
      const message = `${quoted(input)} is text; write the number alone: ${number}`;
      return { kind: 'value', path, message };
    }
  }
  const shown = secret ? 'the value (not shown)' : valueText(input, typed);
  const suggestion =
    typeof input === 'string' ? suggestionFor(issue, input, regions) : percentOf(input, path);
  const message = `${shown} is not accepted; give ${expected}`;
  return { kind: 'value', path, message, suggestion };
}

function readAsNumber(
  value: number,
  typed: string | undefined,
  path: Path,
  secret: boolean,
): string {
  if (secret) return 'was read as a number; put it in quotes';
  const text = typed ?? String(value);
  const read = text === String(value) ? 'a number' : `the number ${value}`;
  const start = `${quoted(text).slice(1, -1)} was read as ${read}`;
  const isAccountId = path.at(-1) === 'id' || path.at(-1) === 'account';
  return isAccountId && !/^\d{12}$/.test(text)
    ? `${start}; give the account's 12 digits in quotes`
    : `${start}; put it in quotes: '${quoted(text).slice(1, -1)}'`;
}

function suggestionFor(
  issue: Issue,
  input: string,
  regions: readonly string[],
): string | undefined {
  if (issue.code === 'invalid_value') return didYouMean(input, issue.values.map(String));
  const isRegion = issue.code === 'invalid_format' && issue.pattern === String(REGION);
  return isRegion ? didYouMean(input, regions) : undefined;
}

/** The suggestion `80` for a threshold of 0.8, by which 80 % is meant; `undefined` for any other value. */
function percentOf(input: unknown, path: Path): string | undefined {
  const key = path.at(-1);
  const isFraction = typeof input === 'number' && input > 0 && input < 1;
  if (!isFraction || (key !== 'warn' && key !== 'critical')) return undefined;
  const percent = Number((input * 100).toFixed(2));
  return percent >= 1 ? String(percent) : undefined;
}

function isNumberExpected(issue: Issue): boolean {
  return (
    issue.code === 'invalid_union' ||
    (issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int'))
  );
}

function numberIn(text: string): string | undefined {
  return /^\s*(?<number>\d{1,12}(?:\.\d{1,6})?)\s*%?\s*$/.exec(text)?.groups?.['number'];
}

function valueText(input: unknown, typed: string | undefined): string {
  if (typeof input === 'string') return quoted(input);
  if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list';
  if (typeof input === 'number' || typeof input === 'boolean') {
    return quoted(typed ?? String(input)).slice(1, -1);
  }
  return 'a map';
}

function stepsOf(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}
