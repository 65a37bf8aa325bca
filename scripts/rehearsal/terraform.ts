import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod/mini';

import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { documentOf } from './deployed.ts';
import { MOTO_ACCOUNT } from './moto.ts';
import { writeDocumentedConfiguration } from './other-tools.ts';
import type { RoleCase } from './role-cases.ts';
import { argumentsOf, REFUSED, roleCases, roleOfTemplate } from './role-cases.ts';
import { MOTO_KEYS, REGION } from './shell.ts';
import { findTerraform, TerraformFolder } from './terraform-program.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const MODULES = join(REPOSITORY, 'docs/terraform');
/** The configuration file with one module for each role case. */
const CASES = 'cases.tf.json';
const EXTERNAL_ID = 'rehearsal-external-id';
/** The addresses of the resources that docs/deploying.md shows. */
const DOCUMENTED = [
  'aws_cloudformation_stack.limits_watchdog',
  'module.limits_watchdog_read_dev.aws_iam_role.read_role',
  'module.limits_watchdog_read_dev.aws_iam_role_policy.watch_logs[0]',
  'module.limits_watchdog_prune_dev.aws_iam_role_policy.delete_versions',
];
/** The properties that a role has by default. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
const DEFAULTS = { Path: '/', MaxSessionDuration: 3600 };

/**
 * Creates the roles of `roleCases` with the Terraform modules and compares each with the role that its
 * template would create. It also checks that modules refuse what templates refuse, and applies the
 * configuration of docs/deploying.md.
 * @returns sentences about what was done, or why Terraform was not run
 * @throws Error with the first difference
 */
export async function rehearseTerraform(
  endpoint: string,
  template: string,
): Promise<readonly string[]> {
  const program = await findTerraform();
  if (program.kind === 'missing') return [`Terraform not run: ${program.what}.`];
  const root = await mkdtemp(join(tmpdir(), 'limits-watchdog-terraform-'));
  try {
    const environment = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: MOTO_KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: MOTO_KEYS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_MOTO_KEYS_FILE: '/dev/null',
    };
    const folder = new TerraformFolder(root, environment);
    const externalId = `-var=external_id=${EXTERNAL_ID}`;
    const cases = await roleCases();
    await folder.write({ [CASES]: await modulesOf(cases) });
    await writeDocumentedConfiguration(root, { repository: REPOSITORY, template });
    await folder.mustRun('init', '-no-color', `-plugin-dir=${program.mirror}`);
    await folder.mustRun('apply', '-no-color', '-auto-approve', externalId);
    for (const one of cases) await compareRole(one, endpoint);
    const made = await folder.mustRun('state', 'list');
    for (const address of DOCUMENTED) {
      if (!made.includes(address)) throw new Error(`${address} was not made:\n${made}`);
    }

    // The same folder is used, since Terraform would load the provider again for another one.
    const text = await modulesOf(REFUSED);
    await folder.write({ [CASES]: text });
    await folder.mustRun('get', '-no-color');
    const { output } = await folder.run('plan', '-json', '-refresh=false', externalId);
    const faulty = faultyModules(output, text);
    const accepted = REFUSED.filter((_, at) => !faulty.has(nameOf(at)));
    if (accepted.length > 0) {
      throw new Error(`modules accept ${JSON.stringify(accepted)}\n${output.slice(-2000)}`);
    }
    return [
      `Terraform: the documented configuration made, and ${cases.length} roles, each as by its template; ${REFUSED.length} arguments refused.`,
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function modulesOf(cases: readonly RoleCase[]): Promise<string> {
  const modules = cases.map(async (one, at) => [
    nameOf(at),
    { source: join(MODULES, one.module), ...(await argumentsOf(one)) },
  ]);
  return JSON.stringify({ module: Object.fromEntries(await Promise.all(modules)) }, null, 1);
}

const diagnostic = z.object({
  type: z.literal('diagnostic'),
  diagnostic: z.object({
    severity: z.literal('error'),
    summary: z.literal('Invalid value for variable'),
    range: z.object({ start: z.object({ line: z.number() }) }),
  }),
});

/** Returns the modules with an invalid argument: each error's line belongs to the last module that begins before it. */
function faultyModules(output: string, text: string): ReadonlySet<string> {
  const lines = text.split('\n');
  const faulty = output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const { success, data } = diagnostic.safeParse(JSON.parse(line));
    if (!success) return [];
    const before = lines.slice(0, data.diagnostic.range.start.line).toReversed();
    const [, name] = before.map((one) => /^ {2}"(case_\d+)"/.exec(one)).find(Boolean) ?? [];
    return name ?? [];
  });
  return new Set(faulty);
}

function nameOf(at: number): string {
  return `case_${at}`;
}

async function compareRole(one: RoleCase, endpoint: string): Promise<void> {
  const { Policies: policies, ...properties } = await roleOfTemplate(one, MOTO_ACCOUNT);
  const wanted: Members = { ...DEFAULTS, ...properties, ...byName(policies) };
  const iam = new IAMClient({ endpoint, region: REGION, credentials: MOTO_KEYS });
  const made = await roleAsTemplate(iam, one.given['RoleName'] ?? '');
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(made)])) {
    if (isDeepStrictEqual(wanted[name], made[name])) continue;
    throw new Error(
      `${one.module} ${JSON.stringify(one.given)}: ${name} is ${JSON.stringify(made[name])}, by the template ${JSON.stringify(wanted[name])}`,
    );
  }
}

/** Returns the properties of a role in IAM, in the form of a template. */
async function roleAsTemplate(iam: IAMClient, RoleName: string): Promise<Members> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { PolicyName, PolicyDocument: documentOf(PolicyDocument) };
  });
  const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    RoleName: Role?.RoleName,
    Path: Role?.Path,
    Description: Role?.Description,
    MaxSessionDuration: Role?.MaxSessionDuration,
    ...(boundary !== undefined && { PermissionsBoundary: boundary }),
    AssumeRolePolicyDocument: documentOf(Role?.AssumeRolePolicyDocument),
    ...byName(await Promise.all(policies)),
  };
}

/** Returns the policies by name, since their order does not matter. */
function byName(policies: unknown): Members {
  const listed: readonly unknown[] = Array.isArray(policies) ? policies : [];
  return Object.fromEntries(
    listed.map((policy) => [
      `policy ${isMembers(policy) ? String(policy['PolicyName']) : ''}`,
      policy,
    ]),
  );
}
