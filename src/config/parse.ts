import * as z from 'zod/mini';
import { isTable } from '../documents/codec.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';
import { muteProblems, routeProblems, topicProblems } from './alerts.ts';
import { choiceProblems, quotaDefinitions, quotaProblems } from './choices.ts';
import type { IsFaulty } from './draft.ts';
import { accountsForm, readDraft, ruleContext } from './draft.ts';
import { discoveryProblems } from './discovery.ts';
import { duplicateProblems } from './duplicates.ts';
import { exceptionProblems, increaseProblems } from './exceptions.ts';
import type { ConfigurationFault, Problem } from './faults.ts';
import { pathText, quoted } from './faults.ts';
import { issueProblems } from './issues.ts';
import { placementProblems } from './placement.ts';
import { resolve } from './resolve.ts';
import { sectionKeys } from './schema-kinds.ts';
import { fileSchema } from './schema.ts';
import { clearPointProblems, orderProblems } from './thresholds.ts';
import type { YamlSource } from './yaml-source.ts';
import { readYaml } from './yaml-source.ts';

export type ConfigurationResult =
  | { readonly ok: true; readonly configuration: ConfigurationFile }
  | { readonly ok: false; readonly faults: readonly ConfigurationFault[] };

const HIDDEN = '(not shown)';

/** The configuration of a `watchdog.yml`, or its faults sorted by line. Invalid YAML has one fault. Never throws. */
export function parseConfiguration(
  text: string,
  limits: readonly LimitDefinition[],
  regions: readonly string[] = KNOWN_REGIONS,
): ConfigurationResult {
  const reading = readYaml(text);
  if (!reading.ok) return { ok: false, faults: [reading.fault] };
  const { source } = reading;

  const schema = fileSchema(limits, accountsForm(source.value));
  const parsed = z.safeParse(schema, source.value, { reportInput: true });
  const shape = parsed.success
    ? []
    : issueProblems(parsed.error.issues, source, regions, sectionKeys(schema));
  const draft = readDraft(source.value, limits);
  const definitions = [...limits, ...quotaDefinitions(draft)];
  const context = ruleContext(draft, definitions, isFaultyIn(shape));
  const problems = [
    ...source.repeatedKeys.map(({ path, firstLine }) => ({
      path,
      message: `is already given on line ${firstLine}; keep one of the two`,
    })),
    ...shape,
    ...placeholderProblems(externalIdOf(source.value)),
    ...duplicateProblems(draft),
    ...placementProblems(context, regions),
    ...discoveryProblems(context),
    ...topicProblems(draft),
    ...orderProblems(context),
    ...clearPointProblems(context),
    ...routeProblems(context),
    ...muteProblems(context),
    ...choiceProblems(context),
    ...quotaProblems(draft),
    ...exceptionProblems(context),
    ...increaseProblems(context),
  ];
  if (parsed.success && problems.length === 0) {
    return { ok: true, configuration: resolve(parsed.data, definitions) };
  }
  return { ok: false, faults: withLines(problems, source) };
}

/** The function `IsFaulty` for these problems. A misspelled key also counts as a fault of the key that was meant. */
function isFaultyIn(problems: readonly Problem[]): IsFaulty {
  const faulty = new Set(
    problems.flatMap(({ path, suggestion }) =>
      [path, [...path.slice(0, -1), suggestion]].map((place) => JSON.stringify(place)),
    ),
  );
  return (path) => path.some((_, last) => faulty.has(JSON.stringify(path.slice(0, last + 1))));
}

function withLines(
  problems: readonly Problem[],
  source: YamlSource,
): readonly ConfigurationFault[] {
  const secret = externalIdOf(source.value);
  const faults = problems.map(({ path, message, suggestion: meant, code }): ConfigurationFault => {
    // A suggestion may repeat the beginning of the external id.
    const isSecret = meant !== undefined && secret?.startsWith(meant.replace(/\*$/, '')) === true;
    const suggestion = isSecret ? undefined : meant;
    const line = source.lineOf(path);
    return {
      path: pathText(path.map((step) => (step === secret ? HIDDEN : step))),
      ...(line !== undefined && { line }),
      message: secret === undefined ? message : message.replaceAll(quoted(secret), HIDDEN),
      ...(suggestion !== undefined && { hint: `did you mean ${suggestion}?` }),
      ...(code !== undefined && { code }),
    };
  });
  return faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** The external id, which is hidden in every fault: a YAML alias can repeat it anywhere. `undefined` without one. */
export function externalIdOf(value: object): string | undefined {
  const role: unknown = 'role' in value ? value.role : undefined;
  const secret = isTable(role) ? role['externalId'] : undefined;
  return typeof secret === 'string' && secret !== '' ? secret : undefined;
}

/** External ids of examples and templates: `replace-with-your-own-external-id`, `changeme`. */
const PLACEHOLDER =
  /^(?:replace|insert|enter)[-_.]?(?:me|this|with|your)(?![a-z])|^change[-_.]?(?:me|this|it)(?![a-z])|^your[-_.]|placeholder|^(?:example[-_.]?)?external[-_.]?id$|^(?:todo|tbd|fixme|x{3,})$/i;

/**
 * Fault: an external id from a public example, which protects nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function placeholderProblems(externalId: string | undefined): readonly Problem[] {
  if (externalId === undefined || !PLACEHOLDER.test(externalId)) return [];
  const message =
    'is the placeholder of an example, which anybody can read; give one of your own, such as the command init makes';
  return [{ path: ['role', 'externalId'], message }];
}
