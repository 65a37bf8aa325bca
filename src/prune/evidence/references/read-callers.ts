import type { Target } from '@aws-sdk/client-eventbridge';

import { parseJson } from './document.ts';
import type { Home } from '../function-reference.ts';
import type { ReferenceFinding } from './reference-forms.ts';
import { UNKNOWN, literalValue } from './resolved.ts';
import { findingsIn } from './places.ts';
import { resolveStates } from './state-machine.ts';

/** Returns the mentions of functions in the definition of a state machine. Never throws. */
export function readStateMachine(text: string, home: Home): readonly ReferenceFinding[] {
  const document = parseJson(text);
  if (document === undefined) {
    return [{ kind: 'could-not-check', place: 'definition', why: 'it cannot be parsed' }];
  }
  return [
    ...findingsIn(resolveStates(document), { home }, '', 'definition'),
    // Finds also versions in texts that an expression only compares.
    ...findingsIn(literalValue(document), { home }, '', 'mention'),
  ];
}

/** Returns the mentions of versions in an ARN or an input, which may be or contain JSON. Never throws. */
export function readText(text: string | undefined, home: Home): readonly ReferenceFinding[] {
  return text === undefined ? [] : findingsIn(literalValue(text), { home }, '', 'definition');
}

/**
 * Returns the mentions of versions in the ARN and input of a rule's target. Values from an event are unknown.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
export function readRuleTarget(
  { Arn, Input, InputTransformer }: Partial<Target>,
  home: Home,
): readonly ReferenceFinding[] {
  const template = InputTransformer?.InputTemplate;
  return [
    ...readText(Arn, home),
    ...readText(Input, home),
    ...(template === undefined ? [] : readText(filledTemplate(template), home)),
  ];
}

/** Replaces each `<name>` by `UNKNOWN`, with quotation marks outside of JSON strings, so that JSON.parse accepts it. */
function filledTemplate(template: string): string {
  const inTexts = template.replaceAll(/"(?:\\.|[^"\\])*"/g, (text) =>
    text.replaceAll(/<[\w.-]+>/g, UNKNOWN),
  );
  return inTexts.replaceAll(/<[\w.-]+>/g, `"${UNKNOWN}"`);
}
