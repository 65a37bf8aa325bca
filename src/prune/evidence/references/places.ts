import { parseJson } from './document.ts';
import type { Home } from '../function-reference.ts';
import type { ReferenceFinding } from './reference-forms.ts';
import { ANY, referencesTo, referencesInText } from './reference-forms.ts';
import { hasWildcard, UNKNOWN, alternativesOf, ANYTHING, patternsOf } from './resolved.ts';
import type { Resolved } from './resolved.ts';
import { resolveStates } from './state-machine.ts';

export interface PlaceContext {
  readonly home: Home;
  /** The names of the functions of the stack, any of which an unknown part of the template may name. */
  readonly ownFunctions?: readonly string[];
}

/** Returns each mention of functions in a resolved document once. `place` is the path to `value` in the document. */
export function findingsIn(
  value: Resolved,
  context: PlaceContext,
  place = '',
  mode: Mode = 'text',
): readonly ReferenceFinding[] {
  const findings = new Map<string, ReferenceFinding>();
  for (const one of new ReferenceFinder(context).visit(value, place, mode)) {
    findings.set(JSON.stringify(one), one);
  }
  return [...findings.values()];
}

class ReferenceFinder {
  readonly #context: PlaceContext;

  constructor(context: PlaceContext) {
    this.#context = context;
  }

  visit(value: Resolved, place: string, mode: Mode): readonly ReferenceFinding[] {
    switch (value.kind) {
      case 'choice':
        return value.of.flatMap((one) => this.visit(one, place, mode));
      case 'list':
        return value.items.flatMap((one, at) => this.visit(one, `${place}[${at}]`, mode));
      case 'fields':
        return this.#fields(value.fields, place, mode);
      case 'text':
        return this.#text(value.pattern, value.isPlain, place, mode);
      case 'no-function':
        return [];
      case 'opaque':
        if (takesFunction(mode)) return [couldNotCheck(place, 'an expression is not understood')];
        return this.#text(value.source, false, place, mode);
    }
  }

  #fields(
    fields: ReadonlyMap<string, Resolved>,
    place: string,
    mode: Mode,
  ): readonly ReferenceFinding[] {
    const own = statementMode(fields, mode);
    const found: ReferenceFinding[] = [...this.#lambdaTask(fields, place, own)];
    const qualifier = [...fields].find(([key]) => QUALIFIER_KEY.test(key))?.[1];
    for (const [key, value] of fields) {
      const at = place === '' ? key : `${place}.${key}`;
      found.push(...referencesInText(key, true, this.#context.home, at).findings);
      if (key === 'Fn::Transform') {
        found.push(couldNotCheck(at, 'a part of it is included from elsewhere'));
        continue;
      }
      const inner = modeOf(key, own);
      const isPair = qualifier !== undefined && isNameKey(key) && takesFunction(inner);
      found.push(
        ...(isPair
          ? this.#nameAndQualifier(value, qualifier, at, inner)
          : this.visit(value, at, inner)),
      );
    }
    return found;
  }

  #lambdaTask(
    fields: ReadonlyMap<string, Resolved>,
    place: string,
    mode: Mode,
  ): readonly ReferenceFinding[] {
    if (mode === 'mention' || mode === 'permission') return [];
    if (!isLambdaTask(fields.get('Resource'))) return [];
    const args = fields.get('Arguments') ?? fields.get('Parameters') ?? ANYTHING;
    const at = `${place === '' ? '' : `${place}.`}Arguments`;
    return alternativesOf(args).flatMap((one) => {
      if (one.kind === 'fields' && [...one.fields.keys()].some(isNameKey)) return [];
      return this.visit(one.kind === 'opaque' ? one : ANYTHING, at, 'function');
    });
  }

  /** Reads a `FunctionName` together with the `Qualifier` beside it, as for the action Invoke. */
  #nameAndQualifier(
    name: Resolved,
    qualifier: Resolved,
    place: string,
    mode: Mode,
  ): readonly ReferenceFinding[] {
    return alternativesOf(name).flatMap((one) =>
      alternativesOf(qualifier).flatMap((version) => {
        const opaque = [one, version].find(({ kind }) => kind === 'opaque');
        if (opaque !== undefined) return this.visit(opaque, place, mode);
        const parts = [one, version].map((part) =>
          part.kind === 'text' ? part : { pattern: UNKNOWN, isPlain: false },
        );
        const isPlain = parts.every((part) => part.isPlain);
        // A qualifier such as `$.version` is a path to an unknown text.
        const [text = '', number = ''] = parts.map(({ pattern }) => pattern);
        const suffix = number.startsWith('$.') ? UNKNOWN : number;
        const alone = this.#text(text, isPlain, place, mode).filter(
          ({ kind }) => kind === 'version' || kind === 'every-version',
        );
        return [...this.#text(`${text}:${suffix}`, isPlain, place, mode), ...alone];
      }),
    );
  }

  #text(pattern: string, isPlain: boolean, place: string, mode: Mode): readonly ReferenceFinding[] {
    const { home } = this.#context;
    const inner = parseJson(pattern);
    if (inner !== undefined) {
      const isBelow = mode === 'mention' || mode === 'permission';
      return this.visit(resolveStates(inner), place, isBelow ? mode : 'definition');
    }
    const text = referencesInText(pattern, isPlain, home, place);
    if (mode === 'permission') {
      return text.findings.filter((one) => one.kind === 'version' && one.functionName !== ANY);
    }
    if (!takesFunction(mode)) {
      return text.mayBeAnyFunction
        ? [...text.findings, { kind: 'could-not-tell', place }]
        : text.findings;
    }
    const whole = referencesTo(pattern, isPlain, home, place);
    const findings = [...whole.findings, ...text.findings];
    const isUnknown = whole.mayBeAnyFunction || text.mayBeAnyFunction;
    if (isUnknown && whole.isHidden && mode === 'invoked') {
      return [...findings, couldNotCheck(place, 'its value is not shown by any answer of AWS')];
    }
    const own =
      hasWildcard(pattern) && (findings.length > 0 || isUnknown)
        ? this.#everyOwnVersion(place)
        : [];
    return [
      ...findings,
      ...own,
      ...(isUnknown ? [{ kind: 'could-not-tell', place } as const] : []),
    ];
  }

  #everyOwnVersion(place: string): readonly ReferenceFinding[] {
    const { home, ownFunctions = [] } = this.#context;
    return ownFunctions.map((functionName) => ({
      kind: 'every-version',
      region: home.region,
      functionName,
      place,
    }));
  }
}

function couldNotCheck(place: string, why: string): ReferenceFinding {
  return { kind: 'could-not-check', place, why };
}

/**
 * How to read the texts in a part of a document:
 * - `text`: a text may mention a version; under some keys, a text names a function
 * - `definition`: like `text`, in a state machine or an input, where only `FunctionName` names a function
 * - `function`: each text names a function
 * - `invoked`: each text names a function that CloudFormation itself invokes, so no resource policy shows it
 * - `hook`: like `text`, but each key that names a function is `invoked`
 * - `mention`: a text may mention a version, but no key names a function
 * - `permission`: a policy statement, which calls no function, so only exact versions count
 */
type Mode = 'text' | 'definition' | 'function' | 'invoked' | 'hook' | 'mention' | 'permission';

const QUALIFIER_KEY = /^qualifier$/i;
const NAME_KEY = /^functionname(?:\.\$)?$/i;
/** `FunctionName`, `TargetFunctionArn`, `LambdaFunctionConfigurations`, `RotationLambdaARN` … */
const FUNCTION_KEY = /^\w*(?:function(?:name|arn|configurations?)?s?|lambda\w*)$/i;
const INVOKED_KEY = /^ServiceToken$/;
const MENTION_KEY = /^(?:Environment|Tags|Metadata|Description|Code)$/;
const INVOKE = /^arn:[^:]*:states:::(?:aws-sdk:)?lambda:invoke/;

function isNameKey(key: string): boolean {
  return NAME_KEY.test(key);
}

/** Returns whether a task invokes Lambda. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
function isLambdaTask(resource: Resolved | undefined): boolean {
  return resource !== undefined && patternsOf(resource).some((one) => INVOKE.test(one));
}

function takesFunction(mode: Mode): boolean {
  return mode === 'function' || mode === 'invoked';
}

function modeOf(key: string, mode: Mode): Mode {
  if (mode === 'permission' || mode === 'mention') return mode;
  if (mode === 'definition') return isNameKey(key) ? 'function' : mode;
  if (INVOKED_KEY.test(key)) return 'invoked';
  if (FUNCTION_KEY.test(key)) return mode === 'hook' ? 'invoked' : 'function';
  return MENTION_KEY.test(key) ? 'mention' : mode;
}

function statementMode(fields: ReadonlyMap<string, Resolved>, mode: Mode): Mode {
  const isStatement = fields.has('Effect') && (fields.has('Action') || fields.has('NotAction'));
  return isStatement ? 'permission' : mode;
}
