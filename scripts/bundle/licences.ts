import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TEXT_FILE = /^(?:licen[cs]e|notice|copying)(?:[.-].*)?$/i;

/** An npm package with code in a bundle. */
interface BundledPackage {
  /** Its folder, relative to the root. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

export type Notices =
  | { readonly ok: true; readonly text: string; readonly packages: number }
  /** A package has no licence, or no text of it. */
  | { readonly ok: false; readonly message: string };

/**
 * Returns the licences and notices of every package in a bundle, which MIT, BSD and Apache-2.0 (section 4)
 * require with copies. Packages with equal texts share one entry. `inputs` are the bundled files.
 */
export async function thirdPartyNotices(inputs: readonly string[], root: string): Promise<Notices> {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const packages = await Promise.all([...folders].map((folder) => readPackage(folder, root)));
  const texts = new Map(
    await Promise.all(
      packages.map(async (one) => [one, await licenceText(join(root, one.folder))] as const),
    ),
  );
  const byText = new Map<string, BundledPackage[]>();
  for (const one of packages.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const text = texts.get(one) ?? sameOwnersText(one, texts);
    if (text === undefined) return { ok: false, message: `${one.name} has no text of its licence` };
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  const sections = [...byText].map(([text, those]) => {
    const names = those.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
    return `${names.join('\n')}\n\n${text}`;
  });
  const head = 'The command contains code of the packages below, under these licences.';
  return {
    ok: true,
    text: `${[head, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
    packages: packages.length,
  };
}

/** Returns the text of another Apache-2.0 package of the same npm scope: the licence's text names no owner. */
function sameOwnersText(
  { name, licence }: BundledPackage,
  texts: ReadonlyMap<BundledPackage, string | undefined>,
): string | undefined {
  const [scope] = name.split('/');
  if (licence !== 'Apache-2.0') return undefined;
  const others = [...texts].filter(
    ([other]) => other.licence === licence && other.name.startsWith(`${scope}/`),
  );
  return others.flatMap(([, text]) => text ?? []).toSorted()[0];
}

/** Returns the folder of the innermost package of a path; undefined for the project's own sources. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

async function readPackage(folder: string, root: string): Promise<BundledPackage> {
  const read: unknown = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  return {
    folder,
    name: entry(read, 'name'),
    version: entry(read, 'version'),
    licence: entry(read, 'license'),
  };
}

function entry(manifest: unknown, key: string): string {
  const value: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, key) : undefined;
  if (typeof value === 'string') return value;
  throw new Error(`a package.json has no ${key}`);
}

async function licenceText(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder)).filter((name) => TEXT_FILE.test(name)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.length === 0 ? undefined : texts.map((text) => text.trim()).join('\n\n');
}
