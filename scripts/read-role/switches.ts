import { neededActions } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { LimitSet } from '../../src/model/limit-choice/sets.ts';
import { LIMIT_SETS } from '../../src/model/limit-choice/sets.ts';
import { policyYaml, statementsOf } from './policies.ts';

/** A set of limits that the read role's template can enable. */
interface Switch {
  readonly set: LimitSet;
  readonly title: string;
  readonly parameter: string;
  /** The condition in the template: `WatchesEvents` for the parameter `WatchEvents`. */
  readonly condition: string;
}

/** The parts of the read role's template that are generated for each set, by the name in their marks. */
const PARTS: Readonly<Record<string, (one: Switch) => readonly string[]>> = {
  group: ({ parameter }) => [`- ${parameter}`],
  labels: ({ parameter, title }) => [`${parameter}: { default: Limits of ${title} }`],
  parameters: ({ parameter, set }) => [
    `${parameter}:`,
    '  Type: String',
    `  Description: 'true: the watchdog may read what the set \`${set}\` of further limits needs.'`,
    "  AllowedValues: ['true', 'false']",
    "  Default: 'false'",
  ],
  conditions: ({ parameter, condition }) => [`${condition}: !Equals [!Ref ${parameter}, 'true']`],
  policies: ({ set, condition }) =>
    policyYaml(
      set,
      condition,
      statementsOf(
        catalogue.filter(({ definition }) => definition.set === set),
        neededActions(
          catalogue.filter(({ definition }) => definition.set === undefined),
          false,
        ),
      ),
    ),
};

/** Returns the read role's template with its generated parts. @throws Error when a mark is missing */
export function withSwitches(template: string): string {
  const used = new Set(catalogue.map(({ definition: { set } }) => set));
  const switches = Object.entries(LIMIT_SETS).flatMap(([set, { title, parameter }]): Switch[] =>
    isUsed(set, used)
      ? [{ set, title, parameter, condition: parameter.replace(/^Watch/, 'Watches') }]
      : [],
  );
  return Object.entries(PARTS).reduce((text, [name, linesOf]) => {
    const marked = new RegExp(
      `^( *)# ${name} of sets: scripts/write-limits\\.ts\\n[^]*?^ *# end of ${name}$`,
      'm',
    );
    const [whole, indent = ''] = marked.exec(text) ?? [];
    if (whole === undefined) throw new Error(`member-read-role.yml lacks the marks of ${name}`);
    const lines = [
      `# ${name} of sets: scripts/write-limits.ts`,
      ...switches.flatMap(linesOf),
      `# end of ${name}`,
    ];
    return text.replace(whole, () => lines.map((line) => `${indent}${line}`).join('\n'));
  }, template);
}

function isUsed(set: string, used: ReadonlySet<LimitSet | undefined>): set is LimitSet {
  return [...used].some((one) => one === set);
}
