/**
 * `npm run package -- [--stage live] [--region R] [--offline] [--param name=value …]`: packages the service
 * for osls, or with `--template FILE.json --code-bucket BUCKET` for other deployment tools. With credentials
 * of the tooling account it looks up existing resources; without them or without a network it still packages.
 * It reports every fault before it writes anything.
 */
import { readFile } from 'node:fs/promises';

import type { Connection } from '../src/aws/clients.ts';
import { sharedHttp, TrafficMeter } from '../src/aws/clients.ts';
import { systemClock } from '../src/functions/system-clock.ts';
import type { ConfigurationFile } from '../src/model/configuration.ts';
import { buildBundles } from './bundle/build-bundles.ts';
import { readConfiguration } from './bundle/read-configuration.ts';
import type { Deployment } from './package/deployment.ts';
import { deploymentOf } from './package/deployment.ts';
import { comparableTemplates } from './package/comparable.ts';
import { earlierTemplate, packagedTemplate } from './package/earlier-template.ts';
import { rolePathFaults } from './package/guard/role-path.ts';
import { settingsInForce } from './package/in-force.ts';
import { inputsOf, parameterFaults } from './package/inputs.ts';
import { lookedUpChoice, offlineChoice } from './package/look.ts';
import { memberRoleNotes } from './package/member-roles.ts';
import {
  lastPackageOf,
  packageForOsls,
  packageTemplate,
  placeOfStack,
  stackNameOf,
} from './package/pack.ts';
import type { PackageRequest, Settings } from './package/settings.ts';
import {
  configurationOf,
  DEFAULT_STAGE,
  readPackageArguments,
  settingsOf,
} from './package/settings.ts';
import { summaryOf } from './package/summary.ts';
import { codeBucketFaults, ownerFaults } from './package/template-request.ts';
import type { DeployedTemplate } from './package/take-existing.ts';
import { templateChanges } from './package/what-differs.ts';
import { functionZip } from './package/zip.ts';

/** The time limit for looking up existing resources. What was not read by then is reported as unknown. */
const LOOK_MS = 60_000;

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const asked = readPackageArguments(args);
  if (!asked.ok) return refuse(asked.faults);
  const { stage, configurationName, outDir, params } = asked.request;
  const configurationText = await readText(configurationName);
  if (configurationText === undefined) {
    return refuse([
      `There is no ${configurationName}, the configuration of the stage ${stage}; write one, or choose another --stage.`,
    ]);
  }
  const read = await readConfiguration(configurationText, configurationName);
  if (!read.ok) return refuse([read.message]);
  const settings = settingsOf(read.configuration, params);
  const made = await withExisting(read.configuration, settings, asked.request);
  if (!made.ok) return refuse(made.faults);
  const { deployment, notes, taken, deployed } = made;
  const faults = [
    ...codeBucketFaults(asked.request.template, read.configuration),
    ...(await parameterFaults(deployment)),
    ...(await sameNameFaults(stage, configurationName, deployment)),
  ];
  if (faults.length > 0) return refuse(faults);
  const inputs = await inputsOf(read.configuration, deployment, Number(settings.everyHours));
  const moves = await rolePathFaults(deployed, inputs);
  if (moves.length > 0) return refuse(moves);
  const last = lastPackageOf(asked.request);
  const earlier = await earlierTemplate(deployed, stackNameOf(asked.request, deployment), last);

  const built = await buildBundles({ configurationText, configurationName, outDir });
  if (!built.ok) return refuse([built.message]);
  const zips = new Map<string, Uint8Array>();
  for (const { name, file } of built.bundles) {
    zips.set(name, functionZip('index.mjs', await readFile(file)));
  }
  const written =
    asked.request.template === undefined
      ? await packageForOsls(asked.request, deployment, inputs, zips)
      : await packageTemplate(asked.request.template, read.configuration, deployment, inputs, zips);
  if (!written.ok) return refuse([written.why]);
  const place = placeOfStack(read.configuration, stackNameOf(asked.request, deployment));
  const compared = comparableTemplates(earlier, await packagedTemplate(last), place);
  const sentences = [
    ...notes,
    ...memberRoleNotes(read.configuration),
    ...settingsInForce(read.configuration, params, made.settings),
    ...templateChanges(...compared),
  ];
  console.log(summaryOf(deployment, written, sentences, taken));
  return 0;
}

/** Looks up existing resources, so that the stack does not create them again. */
async function withExisting(
  configuration: ConfigurationFile,
  settings: Settings,
  { region, isOffline, template }: PackageRequest,
): Promise<
  | {
      readonly ok: true;
      readonly deployment: Deployment;
      readonly settings: Settings;
      readonly notes: readonly string[];
      readonly taken: readonly string[];
      readonly deployed: DeployedTemplate;
    }
  | { readonly ok: false; readonly faults: readonly string[] }
> {
  const asked = deploymentOf(configuration, settings, region);
  if (!asked.ok) return asked;
  const choice = isOffline
    ? offlineChoice(settings)
    : await lookedUpChoice(
        ownConnection(),
        configuration,
        asked.deployment,
        settings,
        template?.stackName,
      );
  if (!choice.ok) return choice;
  const made = deploymentOf(configuration, choice.settings, region);
  if (!made.ok) return made;
  const existing = { asked: asked.deployment.existing, found: made.deployment.existing };
  const faults = ownerFaults(template, choice.deployed, configuration.deployment, existing);
  return faults.length === 0 ? { ...choice, ...made } : { ok: false, faults };
}

/** Returns a connection with the credentials of the user who packages. */
function ownConnection(): Connection {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  return {
    clock: systemClock,
    traffic: new TrafficMeter(),
    http: sharedHttp(),
    chance: Math.random,
    signal: AbortSignal.timeout(LOOK_MS),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** Returns a fault when another stage has the same name, since the stages would overwrite each other's stack. */
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

/** @returns undefined when the file does not exist */
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
