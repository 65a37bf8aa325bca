import { accountId, region } from '../../../../src/model/aws-ids.ts';
import { matchesGlob } from '../../../../src/model/glob.ts';
import type { ReferenceFinding } from '../../../../src/prune/evidence/references/reference-forms.ts';
import { readTemplate } from '../../../../src/prune/evidence/references/read-template.ts';
import type { StackFacts } from '../../../../src/prune/evidence/references/stack-facts.ts';

export const ACCOUNT = '222222222222';
export const HOME = { account: accountId(ACCOUNT), region: region('eu-west-1') };

export const arn = (rest: string, place = 'eu-west-1', account = ACCOUNT): string =>
  `arn:aws:lambda:${place}:${account}:function:${rest}`;

/** Returns the parameters of a stack; a parameter without a value has none that can be read. */
export function parameters(
  values: readonly (readonly [string, string | undefined])[],
): StackFacts['parameters'] {
  return new Map(values.map(([name, value]) => [name, value === undefined ? {} : { value }]));
}

/** Returns a stack that contains a function `stack-Pay-1X` and a published version of it. */
export function facts(more: Partial<StackFacts> = {}): StackFacts {
  return {
    ...HOME,
    stackName: 'stack',
    stackId: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/stack/1`,
    parameters: parameters([['Prefix', 'shop']]),
    resources: new Map([
      ['Own', { type: 'AWS::Lambda::Function', physicalId: 'stack-Own-1X' }],
      ['OwnVersion', { type: 'AWS::Lambda::Version', physicalId: arn('stack-Own-1X:7') }],
      ['OwnAlias', { type: 'AWS::Lambda::Alias', physicalId: arn('stack-Own-1X:live') }],
    ]),
    ...more,
  };
}

export function template(resources: object, more: object = {}, stack = facts()) {
  return readTemplate(JSON.stringify({ ...more, Resources: resources }), stack);
}

/** Returns the findings for a custom resource with this service token. */
export function token(ServiceToken: unknown, more: object = {}, stack = facts()) {
  return template({ One: { Type: 'Custom::One', Properties: { ServiceToken } } }, more, stack);
}

/** Returns the ones of versions 1 to 9 of `name` that the findings keep. */
export function keptOf(findings: readonly ReferenceFinding[], name: string): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((version) =>
    findings.some((one) => {
      if (one.kind === 'could-not-check') return true;
      if (one.kind === 'could-not-tell' || !matchesGlob(name, one.functionName)) return false;
      return one.kind === 'every-version' || one.version === String(version);
    }),
  );
}

export function kindsOf(findings: readonly ReferenceFinding[]): readonly string[] {
  return [...new Set(findings.map(({ kind }) => kind))].sort();
}
