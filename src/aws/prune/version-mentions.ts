import { REGION, region as regionCode } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import { EVERY_VERSION } from '../../model/prune-evidence.ts';
import type { FunctionReference, Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';

/** In a mention: which function it is, is only known when the text is used. */
export const ANY_FUNCTION = '*';

/** `function:NAME:QUALIFIER` anywhere in a text, after the rest of an ARN or without it. */
const QUALIFIED =
  /(?:arn:[^:\s"']*:lambda:(?<region>[^:\s"']*):(?<account>[^:\s"']*):)?function:(?<name>(?:[\w-]|\$\{[^}\s]*\}|\{[^}\s]*\})+):(?<qualifier>\$LATEST|[\w-]*)/g;
/** `NAME:12` anywhere in a text, but not in the middle of something longer; or `NAME:` with the rest to come. */
const NUMBERED =
  /(?<![\w:$}-])(?!arn:)(?<name>[\w-]{1,140}):(?:(?<version>[1-9]\d*)(?![\w-])|(?=\$?\{|['"]))/g;
const PLAIN_NAME = /^[\w-]+$/;
const PLAIN_QUALIFIER = /^(?:\$LATEST(?:\.PUBLISHED)?|[\w-]+)$/;
const ACCOUNT = /^\d{12}$/;

const FUNCTION_NAME_KEY = /^functionname(?:\.\$)?$/i;
const QUALIFIER_KEY = /^qualifier(?:\.\$)?$/i;

/**
 * Every published version that a document may call: an ARN or `NAME:12` in any of its texts, in JSON
 * and in expressions too, and `FunctionName` beside `Qualifier`. What is put together only when it is
 * used counts as every version of its function, or as that version of any function. Too many rather
 * than too few: a mention of what does not exist keeps nothing.
 */
export function versionMentions(document: unknown, home: Home): readonly FunctionReference[] {
  if (typeof document === 'string') {
    const inner = parsedJson(document);
    return inner === undefined ? textMentions(document, home) : versionMentions(inner, home);
  }
  if (Array.isArray(document)) {
    const items: readonly unknown[] = document;
    return items.flatMap((item) => versionMentions(item, home));
  }
  if (typeof document !== 'object' || document === null) return [];
  const entries: readonly [string, unknown][] = Object.entries(document);
  return [
    ...pairMentions(entries, home),
    ...entries.flatMap(([key, value]) => [
      ...textMentions(key, home),
      ...versionMentions(value, home),
    ]),
  ];
}

/** The same in a text of any language, such as a template. */
export function textMentions(text: string, home: Home): readonly FunctionReference[] {
  const found: FunctionReference[] = [];
  const rest = text.replaceAll(/%3a/gi, ':').replace(QUALIFIED, (...match: readonly unknown[]) => {
    const { region = '', account = '', name = '', qualifier = '' } = groupsOf(match);
    if (ACCOUNT.test(account) && account !== home.account) return ' ';
    // No qualifier behind the colon: it comes from elsewhere.
    const version = qualifier === '' ? EVERY_VERSION : qualifier;
    if (!PUBLISHED_VERSION.test(version) && version !== EVERY_VERSION) return ' ';
    const functionName = PLAIN_NAME.test(name) ? name : ANY_FUNCTION;
    const place = REGION.test(region) ? regionCode(region) : home.region;
    if (functionName !== ANY_FUNCTION || version !== EVERY_VERSION) {
      found.push({ region: place, functionName, qualifier: version });
    }
    return ' ';
  });
  for (const { groups } of rest.matchAll(NUMBERED)) {
    const { name, version = EVERY_VERSION } = groups ?? {};
    if (name === undefined) continue;
    found.push({ region: home.region, functionName: name, qualifier: version });
  }
  return found;
}

/** `FunctionName` and `Qualifier` side by side, as in the arguments of Invoke. */
function pairMentions(
  entries: readonly (readonly [string, unknown])[],
  home: Home,
): readonly FunctionReference[] {
  const name = entries.find(([key]) => FUNCTION_NAME_KEY.test(key))?.[1];
  const [key, qualifier] = entries.find(([key]) => QUALIFIER_KEY.test(key)) ?? [];
  if (name === undefined || key === undefined) return [];
  const isComputed = key.endsWith('$') || !isPlain(qualifier);
  const version = isComputed ? EVERY_VERSION : String(qualifier);
  if (!PUBLISHED_VERSION.test(version) && version !== EVERY_VERSION) return [];
  const named =
    typeof name === 'string' ? functionReference(name, home) : { kind: 'none' as const };
  if (named.kind === 'foreign') return [];
  if (named.kind === 'own') return [{ ...referenceOnly(named), qualifier: version }];
  // Function and version both computed: nothing that a definition could tell.
  if (version === EVERY_VERSION) return [];
  return [{ region: home.region, functionName: ANY_FUNCTION, qualifier: version }];
}

function referenceOnly({ region, functionName, qualifier }: FunctionReference): FunctionReference {
  return { region, functionName, qualifier };
}

function isPlain(qualifier: unknown): boolean {
  if (typeof qualifier === 'number') return true;
  return typeof qualifier === 'string' && PLAIN_QUALIFIER.test(qualifier);
}

function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The last argument of a replacer. */
function groupsOf(match: readonly unknown[]): Readonly<Record<string, string | undefined>> {
  const groups = match.at(-1);
  if (typeof groups !== 'object' || groups === null) return {};
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : undefined,
    ]),
  );
}
