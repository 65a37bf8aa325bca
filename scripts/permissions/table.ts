import { grantsOfTemplate } from '../../test/sandbox/iam/granted.ts';
import type { Grant } from '../../test/sandbox/iam/granted.ts';
import { pathOf, SHIPPED } from '../../test/e2e/least-privilege/shipped.ts';
import type { ShippedTemplate } from '../../test/e2e/least-privilege/shipped.ts';
import { resourceOf } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { LIMIT_SETS } from '../../src/model/limit-choice/sets.ts';
import { REASONS, ROLES } from './reasons.ts';

/** Placeholders that replace values of the example deployment in the table. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/limits-watchdog-state-111111111111-eu-west-1/g, 'STATE_BUCKET'],
  [/arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts-chat/g, 'OTHER_TOPIC'],
  [/arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts/g, 'ALERTS_TOPIC'],
  [/arn:aws:sns:eu-west-1:111111111111:limits-watchdog-health/g, 'HEALTH_TOPIC'],
  [/111111111111/g, 'ACCOUNT'],
];

interface Row {
  readonly grant: Grant;
  /** The template settings with which the role has this permission. */
  readonly settings: ShippedTemplate['settings'];
}

/** Returns every permission of every role as Markdown. @throws when a permission or role has no reason */
export function permissionsMarkdown(): string {
  return SHIPPED.map(section).join('\n\n');
}

function section(template: ShippedTemplate): string {
  const about = ROLES[template.name];
  if (about === undefined) throw new Error(`scripts/permissions/reasons.ts: ${template.name}?`);
  const rows = rowsOf(template).map((row) => `| ${cellsOf(template, row).join(' | ')} |`);
  return [
    `### ${template.name}`,
    '',
    about,
    '',
    '| action | on | why |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function rowsOf({ name, settings }: ShippedTemplate): readonly Row[] {
  const rows = new Map<
    string,
    { readonly grant: Grant; readonly settings: (typeof settings)[number][] }
  >();
  for (const setting of settings) {
    for (const grant of grantsOfTemplate(pathOf(name), setting)) {
      const key = JSON.stringify(grant);
      const known = rows.get(key) ?? { grant, settings: [] };
      known.settings.push(setting);
      rows.set(key, known);
    }
  }
  return [...rows.values()];
}

function cellsOf({ name, settings }: ShippedTemplate, row: Row): readonly string[] {
  const { action, effect, resources } = row.grant;
  const condition = conditionOf(settings, row.settings);
  const verb = effect === 'Deny' ? '**denied:** ' : '';
  return [
    `${verb}\`${action}\`${condition === '' ? '' : `, ${condition}`}`,
    resources.map(plainResource).join('<br>'),
    reasonFor(name, row),
  ];
}

function reasonFor(template: string, { grant, settings }: Row): string {
  const { action, effect, sid } = grant;
  const found =
    effect === 'Deny'
      ? REASONS[`deny ${action} ${sid}`]
      : (REASONS[`${sid} ${action}`] ??
        (isOfSet(settings) ? reasonOfLimits(grant) : undefined) ??
        REASONS[`${template} ${action}`] ??
        REASONS[action] ??
        reasonOfLimits(grant));
  if (found === undefined) {
    throw new Error(
      `scripts/permissions/reasons.ts has no reason for ${template} ${sid} ${action}`,
    );
  }
  return found;
}

/** Whether a permission is granted only for a set of limits: then the limits give its reason, not planning. */
function isOfSet(those: Row['settings']): boolean {
  return Object.values(LIMIT_SETS).some(({ parameter }) =>
    those.every((setting) => setting[parameter] === 'true'),
  );
}

/** Returns the reasons of the limits that need an action on these resources; undefined when none does. */
function reasonOfLimits({
  action,
  resources,
}: Pick<Grant, 'action' | 'resources'>): string | undefined {
  const reasons = catalogue
    .flatMap(({ actions }) => actions)
    .filter((one) => {
      const on = resourceOf(one);
      return (
        one.action === action &&
        (on === undefined || resources.some((arn) => arn === '*' || arn.endsWith(`:${on}`)))
      );
    })
    .map(({ reason }) => reason);
  return reasons.length === 0 ? undefined : [...new Set(reasons)].join(' ');
}

/** Returns the parameter that enables a permission; empty when it is always granted. */
function conditionOf(all: Row['settings'], those: Row['settings']): string {
  if (all.length === those.length) return '';
  const candidates = Object.keys(all[0] ?? {}).flatMap((name) => {
    const values = new Set(those.map((setting) => setting[name]));
    const possible = new Set(all.map((setting) => setting[name]));
    if (values.size !== 1 || possible.size === 1) return [];
    const [value] = values;
    return [{ name, value, settings: all.filter((setting) => setting[name] === value).length }];
  });
  const found = candidates.find(({ settings }) => settings === those.length) ?? candidates[0];
  if (found === undefined) return alternatives(all, those);
  const { name, value } = found;
  return value === undefined || value.startsWith('arn:')
    ? `with \`${name}\``
    : `with \`${name}\` ${value}`;
}

/** Returns the parameters of which any one enables the permission; empty when there are none. */
function alternatives(all: Row['settings'], those: Row['settings']): string {
  const names = Object.keys(all[0] ?? {}).filter((name) => {
    const switchedOn = all.filter((setting) => setting[name] === 'true');
    return switchedOn.length > 0 && switchedOn.every((setting) => those.includes(setting));
  });
  const isWhole = those.every((setting) => names.some((name) => setting[name] === 'true'));
  return names.length > 0 && isWhole
    ? `with ${names.map((name) => `\`${name}\``).join(' or ')} true`
    : '';
}

function plainResource(resource: string): string {
  let text = resource.replace(/^!/, '');
  for (const [pattern, name] of PLACEHOLDERS) text = text.replace(pattern, name);
  const plain = text === '*' ? 'everything' : `\`${text}\``;
  return resource.startsWith('!') ? `all but ${plain}` : plain;
}
