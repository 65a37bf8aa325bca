import type { Members } from '../../test/sandbox/wire/message.ts';
import { readConfiguration } from '../bundle/read-configuration.ts';
import { composeTemplate, functionsTemplate } from './compose.ts';
import type { Deployment } from './deployment.ts';
import { deploymentOf } from './deployment.ts';
import type { InputParts } from './inputs.ts';
import { INPUT_PARTS, inputsOf } from './inputs.ts';
import { memberwiseComposer } from './memberwise.ts';
import { getOrCreate, cachedParts } from './remembered-parts.ts';
import type { Settings } from './settings.ts';
import { SETTINGS } from './settings.ts';
import type { Variation } from './variations.ts';
import { DEPLOYMENT, PLAIN } from './variations.ts';

type VariedPackage =
  | { readonly ok: true; readonly name: string; readonly template: Members }
  /** Packaging refuses these variations. */
  | { readonly ok: false; readonly name: string; readonly faults: readonly string[] };

/** The steps of packaging, each of which may be replaced by one with a cache. */
export interface Packaging {
  /** Returns the template that osls makes of the functions for these values. */
  readonly functions: (values: Deployment['values']) => Promise<Members>;
  readonly configuration: typeof readConfiguration;
  readonly parts: InputParts;
  readonly compose: typeof composeTemplate;
}

export type Packager = (those: readonly Variation[]) => Promise<VariedPackage>;

/** Returns a function that packages variations in this process. osls runs once for equal values of the functions. */
export function variationPackager({
  functions = functionsOnce(),
  configuration = readConfiguration,
  parts = INPUT_PARTS,
  compose = composeTemplate,
}: Partial<Packaging> = {}): Packager {
  return async (those) => {
    const name = those.length === 0 ? 'plain' : those.map((one) => one.name).join(', ');
    const { text, settings } = applyVariations(those);
    const read = await configuration(text, 'watchdog.yml');
    if (!read.ok) throw new Error(`${name}: ${read.message}`);
    const made = deploymentOf(read.configuration, settings, undefined);
    if (!made.ok) return { ok: false, name, faults: made.faults };
    const { deployment } = made;
    const ofFunctions = await functions(deployment.values);
    const hours = Number(settings.everyHours);
    const inputs = await inputsOf(read.configuration, deployment, hours, parts);
    return { ok: true, name, template: await compose(ofFunctions, inputs) };
  };
}

/** Returns a packager with caches: equal inputs are processed once, and templates share equal parts. */
export function cachingPackager(functions: Packaging['functions'] = functionsOnce()): Packager {
  const configurations = new Map<string, ReturnType<typeof readConfiguration>>();
  return variationPackager({
    functions,
    configuration: (text, name) =>
      getOrCreate(configurations, JSON.stringify([text, name]), () =>
        readConfiguration(text, name),
      ),
    parts: cachedParts(),
    compose: memberwiseComposer(),
  });
}

/** Returns a cache of `functionsTemplate`. */
export function functionsOnce(): Packaging['functions'] {
  const known = new Map<string, Promise<Members>>();
  return (values) => getOrCreate(known, JSON.stringify(values), () => functionsTemplate(values));
}

/** Returns `watchdog.yml` and the settings with all variations applied, moved to their partition and Region. */
function applyVariations(those: readonly Variation[]): {
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

/** Merges settings. If both name existing topics, the result names all of them. */
function withSettings(before: Settings, { settings = {} }: Variation): Settings {
  const topics = [before.existingTopics, settings.existingTopics ?? ''].flatMap((names) =>
    names.split(','),
  );
  const existingTopics = [...new Set(topics)].filter((name) => name !== '').join(',');
  return { ...before, ...settings, existingTopics };
}

const UNCHANGED: Settings = SETTINGS;
