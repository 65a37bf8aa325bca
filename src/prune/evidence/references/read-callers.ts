import type { Target } from '@aws-sdk/client-eventbridge';

import { parseJson } from './document.ts';
import type { Home } from '../function-reference.ts';
import type { ReferenceFinding } from './finding.ts';
import { UNKNOWN } from './pattern.ts';
import { findingsIn } from './places.ts';
import { literalValue } from './resolved.ts';
import { resolveStates } from './state-machine.ts';

/** What the definition of a state machine says of functions. Never throws. */
export function readStateMachine(text: string, home: Home): readonly ReferenceFinding[] {
  const document = parseJson(text);
  if (document === undefined) {
    return [{ kind: 'could-not-check', place: 'definition', why: 'it cannot be parsed' }];
  }
  return [
    ...findingsIn(resolveStates(document), { home }, '', 'definition'),
    // Also what an expression only compares with.
    ...findingsIn(literalValue(document), { home }, '', 'mention'),
  ];
}

/**
 * What a text that some caller is given says of versions: the ARN of a target, the input that it sends,
 * a value of a stack. An input may be JSON, or hold it. Never throws.
 */
export function readText(text: string | undefined, home: Home): readonly ReferenceFinding[] {
  return text === undefined ? [] : findingsIn(literalValue(text), { home }, '', 'definition');
}

/**
 * What a target of a rule of EventBridge is and is given. What an input path leads to is only known when an
 * event comes. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
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

/** `<name>` may be any text; where it is no part of a text it becomes one, so that the JSON parses. */
function filledTemplate(template: string): string {
  const inTexts = template.replaceAll(/"(?:\\.|[^"\\])*"/g, (text) =>
    text.replaceAll(/<[\w.-]+>/g, UNKNOWN),
  );
  return inTexts.replaceAll(/<[\w.-]+>/g, `"${UNKNOWN}"`);
}
