import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { partitionOf } from '../../src/model/regions.ts';
import type { StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import { composeTemplate, functionsTemplate } from './compose.ts';
import type { Deployment } from './deployment.ts';
import type { LastPackage } from './earlier-template.ts';
import { oslsPackage } from './earlier-template.ts';
import type { Inputs } from './inputs.ts';
import { writeInputs } from './inputs.ts';
import { plainTemplate } from './plain-template.ts';
import { REPOSITORY, runOsls } from './run-osls.ts';
import type { PackageRequest } from './settings.ts';
import type { WrittenPackage } from './summary.ts';
import type { TemplateRequest } from './template-request.ts';
import { codePlaceOf } from './template-request.ts';
import { templateCommands, writeTemplate } from './write-template.ts';

type PackOutcome =
  (WrittenPackage & { readonly ok: true }) | { readonly ok: false; readonly why: string };
/** The zip of each function, by the name of its bundle. */
type Zips = ReadonlyMap<string, Uint8Array>;

/** Returns the template file that the last package of the same kind wrote, and that the new package overwrites. */
export function lastPackageOf({ template, packageDir }: PackageRequest): LastPackage {
  return template === undefined
    ? oslsPackage(packageDir)
    : { name: `template ${template.file}`, file: template.file };
}

export function stackNameOf({ template }: PackageRequest, { values }: Deployment): string {
  return template?.stackName ?? values.deployment;
}

export function placeOfStack({ tooling }: ConfigurationFile, stackName: string): StackPlace {
  const { account: accountId, region } = tooling;
  return { stackName, partition: partitionOf(region), accountId, region };
}

/** Writes the package for `osls deploy --package`. */
export async function packageForOsls(
  { stage, outDir, packageDir }: PackageRequest,
  { values: { region } }: Deployment,
  inputs: Inputs,
  zips: Zips,
): Promise<PackOutcome> {
  for (const [name, zip] of zips) await writeFile(join(outDir, `${name}.zip`), zip);
  await writeInputs(join(outDir, 'deployment'), inputs);
  const packaged = await runOsls([
    'package',
    `--stage=${stage}`,
    `--region=${region}`,
    `--param=dist=${fromRepository(outDir)}`,
    `--package=${fromRepository(packageDir)}`,
  ]);
  if (packaged.exitCode !== 0) return { ok: false, why: packaged.output.trim() };
  const dist = outDir === 'dist' ? '' : ` --param dist=${outDir}`;
  const command = `npx osls deploy --package ${packageDir} --stage ${stage} --region ${region}${dist}`;
  return { ok: true, place: packageDir, deploy: [`Deploy it: ${command}`] };
}

/** Writes the template of the same stack for other deployment tools, and the code of its functions. */
export async function packageTemplate(
  request: TemplateRequest,
  configuration: ConfigurationFile,
  { values }: Deployment,
  inputs: Inputs,
  zips: Zips,
): Promise<PackOutcome> {
  const { deployment, region } = values;
  const stackName = request.stackName ?? deployment;
  const code = codePlaceOf(request, deployment);
  const composed = await composeTemplate(await functionsTemplate(values), inputs);
  const place = placeOfStack(configuration, stackName);
  const plain = plainTemplate(composed, zips, code, place);
  const written = await writeTemplate(request.file, plain);
  const bytes = new Intl.NumberFormat('en').format(written.bytes);
  return {
    ok: true,
    place: `${written.file} (${bytes} bytes), its code in ${written.codeDir}`,
    deploy: [
      `Upload the code, then deploy the template with your tool, or with the CLI:`,
      ...templateCommands(written, code, { region, stackName, tags: tagsOf(inputs) }),
    ],
  };
}

function tagsOf({ tags }: Inputs): Readonly<Record<string, string>> {
  if (!isMembers(tags)) return {};
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}

function fromRepository(directory: string): string {
  return relative(REPOSITORY, resolve(directory));
}
