import type { Target } from '@aws-sdk/client-eventbridge';

import { parseJson } from './document.ts';
import type { Home } from '../function-reference.ts';
import type { ReferenceFinding } from './finding.ts';
import { UNKNOWN } from './pattern.ts';
import { findingsIn } from './places.ts';
import { literalValue } from './resolved.ts';
import { resolveStates } from './state-machine.ts';

/** Functions in the definition of a state machine. Never throws. */
export function readStateMachine(text: string, home: Home): readonly ReferenceFinding[] {
  const document = parseJson(text);
  if (document === undefined) {
    return [{ kind: 'could-not-check', place: 'definition', why: 'it cannot be parsed' }];
  }
  return [
    ...findingsIn(resolveStates(document), { home }, '', 'definition'),
    // Also texts that an expression only compares.
    ...findingsIn(literalValue(document), { home }, '', 'mention'),
  ];
}

/**
 * Versions in a text of a caller, such as the ARN of a target or an input, which may be or contain JSON. Never
 * throws.
 */
export function readText(text: string | undefined, home: Home): readonly ReferenceFinding[] {
  return text === undefined ? [] : findingsIn(literalValue(text), { home }, '', 'definition');
}

/**
 * Versions in the ARN and input of a rule's target. The value of an input path is known only with an event.
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

/** `<name>` may be any text; outside a text it becomes one, so that the JSON can be parsed. */
function filledTemplate(template: string): string {
  const inTexts = template.replaceAll(/"(?:\\.|[^"\\])*"/g, (text) =>
    text.replaceAll(/<[\w.-]+>/g, UNKNOWN),
  );
  return inTexts.replaceAll(/<[\w.-]+>/g, `"${UNKNOWN}"`);
}
