import type { Members } from '../../test/sandbox/wire/message.ts';
import { readConfiguration } from '../bundle/read-configuration.ts';
import { composeTemplate, functionsTemplate } from './compose.ts';
import { deploymentOf } from './deployment.ts';
import { inputsOf } from './inputs.ts';
import type { Settings } from './settings.ts';
import { SETTINGS } from './settings.ts';
import type { Variation } from './variations.ts';
import { DEPLOYMENT, PLAIN } from './variations.ts';

export type VariedPackage =
  | { readonly ok: true; readonly name: string; readonly template: Members }
  /** What packaging refuses, and so nobody can deploy. */
  | { readonly ok: false; readonly name: string; readonly faults: readonly string[] };

/** Packages variations in this process, with one run of osls for each set of values that functions depend on. */
export function variationPackager(): (those: readonly Variation[]) => Promise<VariedPackage> {
  const functions = new Map<string, Promise<Members>>();
  return async (those) => {
    const name = those.length === 0 ? 'plain' : those.map((one) => one.name).join(', ');
    const { text, settings } = varied(those);
    const read = await readConfiguration(text, 'watchdog.yml');
    if (!read.ok) throw new Error(`${name}: ${read.message}`);
    const made = deploymentOf(read.configuration, settings, undefined);
    if (!made.ok) return { ok: false, name, faults: made.faults };
    const { deployment } = made;
    const key = JSON.stringify(deployment.values);
    const ofFunctions = functions.get(key) ?? functionsTemplate(deployment.values);
    functions.set(key, ofFunctions);
    const inputs = await inputsOf(read.configuration, deployment, Number(settings.everyHours));
    return { ok: true, name, template: await composeTemplate(await ofFunctions, inputs) };
  };
}

/** `watchdog.yml` and the settings, each with all changes, and then where they are. */
function varied(those: readonly Variation[]): {
  readonly text: string;
  readonly settings: Settings;
} {
  const file = those.reduce((before, one) => one.file?.(before) ?? before, PLAIN);
  const place = those.find((one) => one.place !== undefined)?.place;
  const moved = (text: string): string =>
    place === undefined
      ? text
      : text
          .replaceAll('arn:aws:', `arn:${place.partition}:`)
          .replaceAll('eu-west-1', place.region);
  const { deployment = 'limits-watchdog' } = file;
  const texts = Object.entries(those.reduce(withSettings, UNCHANGED)).map(([name, value]) => [
    name,
    moved(value).replaceAll(DEPLOYMENT, String(deployment)),
  ]);
  return {
    text: moved(JSON.stringify(file)),
    settings: { ...SETTINGS, ...Object.fromEntries(texts) },
  };
}

/** Of two variations that both name topics as existing, all of them exist. */
function withSettings(before: Settings, { settings = {} }: Variation): Settings {
  const topics = [before.existingTopics, settings.existingTopics ?? ''].flatMap((names) =>
    names.split(','),
  );
  const existingTopics = [...new Set(topics)].filter((name) => name !== '').join(',');
  return { ...before, ...settings, existingTopics };
}

const UNCHANGED: Settings = SETTINGS;
