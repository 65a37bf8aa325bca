import { spawn } from 'node:child_process';

import * as z from 'zod';

import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** The required version; others have other rules and false positives. https://pypi.org/project/cfn-lint/ */
const CFN_LINT_VERSION = '1.51.0';
/** Exit code bits of errors, warnings and information. Other bits mean that cfn-lint itself failed. */
const FOUND = 2 + 4 + 8;

export interface LintError {
  readonly file: string;
  readonly rule: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const matches = z.array(
  z.object({
    Filename: z.string(),
    Message: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.nullable(z.array(z.union([z.string(), z.number()]))) }),
  }),
);

/** @throws when cfn-lint is not installed or has another version */
export async function requireCfnLint(): Promise<void> {
  const { output } = await cfnLint(['--version']);
  if (output.trim() === `cfn-lint ${CFN_LINT_VERSION}`) return;
  throw new Error(`cfn-lint ${CFN_LINT_VERSION} is needed, not ${output.trim()}`);
}

/** Returns cfn-lint's errors in the files, from one process; its warnings are disabled. */
export async function lintErrors(files: readonly string[]): Promise<readonly LintError[]> {
  const args = ['--format', 'json', '--ignore-checks', 'W', 'I', '--template', ...files];
  const { output, exitCode } = await cfnLint(args);
  if ((exitCode & ~FOUND) !== 0) throw new Error(`cfn-lint ended with ${exitCode}: ${output}`);
  return matches.parse(JSON.parse(output)).map((match) => ({
    file: match.Filename,
    rule: match.Rule.Id,
    path: match.Location.Path ?? [],
    message: match.Message,
  }));
}

/** Known false positives. Each name gives the rule and the reason. */
const EXCEPTIONS: Readonly<Record<string, (error: LintError, at: Place) => boolean>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
  'E3601: a DefinitionSubstitution is the partition': ({ rule, path }, { value }) =>
    rule === 'E3601' &&
    path.at(-1) === 'Resource' &&
    value === 'arn:${Partition}:states:::lambda:invoke',
  // https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html
  'E3601: a Succeed state takes OutputPath': ({ rule, path }, { parent }) =>
    rule === 'E3601' &&
    path.at(-1) === 'OutputPath' &&
    isMembers(parent) &&
    parent['Type'] === 'Succeed',
  // The type is from 2026, newer than this version of cfn-lint; our own check knows its schema.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html
  'E3006: AWS::Lambda::ResourcePolicy is not in this version': ({ rule }, { value }) =>
    rule === 'E3006' && value === 'AWS::Lambda::ResourcePolicy',
};

interface Place {
  readonly value: unknown;
  readonly parent: unknown;
}

/** Returns the name of the known false positive that an error is; undefined for a real error. */
export function exceptionOf(error: LintError, template: Members): string | undefined {
  const at = (path: LintError['path']): unknown =>
    path.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
      template,
    );
  const place = { value: at(error.path), parent: at(error.path.slice(0, -1)) };
  return Object.entries(EXCEPTIONS).find(([, isOne]) => isOne(error, place))?.[0];
}

async function cfnLint(
  args: readonly string[],
): Promise<{ readonly output: string; readonly exitCode: number }> {
  const child = spawn('cfn-lint', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { output: Buffer.concat(chunks).toString('utf8'), exitCode };
}
