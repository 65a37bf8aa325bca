import type { Resolved } from './resolved.ts';
import { patternsOf } from './resolved.ts';

/**
 * How the texts of a part of a document are read:
 * - `text`: they may mention a version; some keys below take a function
 * - `definition`: the same in a state machine or an input, where only \`FunctionName\` takes one
 * - `function`: they name a function
 * - `invoked`: they name a function that AWS invokes with a role of its own, without a resource policy
 * - `hook`: like `text`, and keys below that take a function are `invoked`
 * - `mention`: they may mention a version, whatever the keys below are called
 * - `permission`: a policy statement, which calls nothing: only exact versions count
 */
export type Mode =
  'text' | 'definition' | 'function' | 'invoked' | 'hook' | 'mention' | 'permission';

export const QUALIFIER_KEY = /^qualifier$/i;
const NAME_KEY = /^functionname(?:\.\$)?$/i;
/** `FunctionName`, `TargetFunctionArn`, `LambdaFunctionConfigurations`, `RotationLambdaARN` … */
const FUNCTION_KEY = /^\w*(?:function(?:name|arn|configurations?)?s?|lambda\w*)$/i;
const INVOKED_KEY = /^ServiceToken$/;
const MENTION_KEY = /^(?:Environment|Tags|Metadata|Description|Code)$/;
const INVOKE = /^arn:[^:]*:states:::(?:aws-sdk:)?lambda:invoke/;

export function isNameKey(key: string): boolean {
  return NAME_KEY.test(key);
}

/** Whether a task's resource is one of the integrations that invoke Lambda. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export function isLambdaTask(resource: Resolved | undefined): boolean {
  return resource !== undefined && patternsOf(resource).some((one) => INVOKE.test(one));
}

export function takesFunction(mode: Mode): boolean {
  return mode === 'function' || mode === 'invoked';
}

/** How the value under `key` is read where the map around it is read as `mode`. */
export function modeOf(key: string, mode: Mode): Mode {
  if (mode === 'permission' || mode === 'mention') return mode;
  if (mode === 'definition') return isNameKey(key) ? 'function' : mode;
  if (INVOKED_KEY.test(key)) return 'invoked';
  if (FUNCTION_KEY.test(key)) return mode === 'hook' ? 'invoked' : 'function';
  return MENTION_KEY.test(key) ? 'mention' : mode;
}

export function ownModeOf(fields: ReadonlyMap<string, Resolved>, mode: Mode): Mode {
  const isStatement = fields.has('Effect') && (fields.has('Action') || fields.has('NotAction'));
  return isStatement ? 'permission' : mode;
}
