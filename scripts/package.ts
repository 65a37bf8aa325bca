/**
 * Packages the service: `npm run package -- [--stage live] [--region R] [--param name=value …]`. Needs
 * no credentials and no network. Whatever is wrong is said before anything is written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { buildBundles } from './bundle/build-bundles.ts';
import { readConfiguration } from './bundle/read-configuration.ts';
import type { Deployment } from './package/deployment.ts';
import { deploymentOf, nameOf } from './package/deployment.ts';
import { inputsOf, parameterFaults, writeInputs } from './package/inputs.ts';
import { REPOSITORY, runOsls } from './package/run-osls.ts';
import { configurationOf, DEFAULT_STAGE, readPackageArguments } from './package/settings.ts';
import { functionZip } from './package/zip.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const asked = readPackageArguments(args);
  if (!asked.ok) return refuse(asked.faults);
  const { stage, region, configurationName, outDir, packageDir, settings } = asked.request;
  const configurationText = await readText(configurationName);
  if (configurationText === undefined) {
    return refuse([
      `There is no ${configurationName}, the configuration of the stage ${stage}; write one, or choose another --stage.`,
    ]);
  }
  const read = await readConfiguration(configurationText, configurationName);
  if (!read.ok) return refuse([read.message]);
  const made = deploymentOf(read.configuration, settings, region);
  if (!made.ok) return refuse(made.faults);
  const { deployment } = made;
  const faults = [
    ...(await parameterFaults(deployment)),
    ...(await sameNameFaults(stage, configurationName, deployment)),
  ];
  if (faults.length > 0) return refuse(faults);

  const built = await buildBundles({ configurationText, configurationName, outDir });
  if (!built.ok) return refuse([built.message]);
  for (const { name, file } of built.bundles) {
    await writeFile(join(outDir, `${name}.zip`), functionZip('index.mjs', await readFile(file)));
  }
  await writeInputs(
    join(outDir, 'deployment'),
    await inputsOf(read.configuration, deployment, Number(settings.everyHours)),
  );
  const packaged = await runOsls([
    'package',
    `--stage=${stage}`,
    `--region=${deployment.values.region}`,
    `--param=dist=${fromRepository(outDir)}`,
    `--package=${fromRepository(packageDir)}`,
  ]);
  if (packaged.exitCode !== 0) return refuse([packaged.output.trim()]);
  console.log(summary(stage, packageDir, outDir, deployment));
  return 0;
}

function fromRepository(directory: string): string {
  return relative(REPOSITORY, resolve(directory));
}

function summary(
  stage: string,
  packageDir: string,
  outDir: string,
  { values, parameters, newTopics, existingTopics }: Deployment,
): string {
  const { deployment, region } = values;
  const dist = outDir === 'dist' ? '' : ` --param dist=${outDir}`;
  const topics = [`${deployment}-health`, ...newTopics.map(nameOf)].join(', ');
  const there = [
    ...existingTopics.map((arn) => `topic ${nameOf(arn)}`),
    ...(parameters['CreateStateBucket'] === 'true' ? [] : [`bucket ${parameters['StateBucket']}`]),
  ];
  return [
    `Packaged ${deployment} for ${region} in ${packageDir}.`,
    `It makes the topics ${topics}; subscribe people to each of them, or nobody hears of anything.`,
    ...(there.length === 0 ? [] : [`It expects to find: ${there.join(', ')}.`]),
    `Deploy it: npx osls deploy --package ${packageDir} --stage ${stage}${dist}`,
  ].join('\n');
}

/** Two stages under one name would overwrite each other's stack. */
async function sameNameFaults(
  stage: string,
  configurationName: string,
  { values, parameters }: Deployment,
): Promise<readonly string[]> {
  const usual = configurationOf(DEFAULT_STAGE);
  if (stage === DEFAULT_STAGE || configurationName === usual) return [];
  const text = await readText(usual);
  if (text === undefined) return [];
  const other = await readConfiguration(text, usual);
  if (!other.ok) return [];
  const { deployment, alerts } = other.configuration;
  const place = (arn = ''): string => arn.split(':').slice(0, 5).join(':');
  const isSame =
    deployment === values.deployment &&
    place(alerts.topicArn) === place(parameters['AlertsTopicArn']);
  return isSame
    ? [
        `deployment is ${deployment} in ${usual} too, in the same account and Region; give the stage ${stage} a name of its own.`,
      ]
    : [];
}

/** @returns undefined when there is no such file. */
async function readText(name: string): Promise<string | undefined> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function refuse(faults: readonly string[]): number {
  for (const fault of faults) console.error(fault);
  console.error('Nothing was packaged.');
  return 1;
}
