import { catalogue } from '../../limits/catalogue.ts';
import { configuredLimit } from '../../limits/usage/metric-limit.ts';
import type { Limit, RemedyLink } from '../../limits/limit.ts';
import type { AccountRef } from '../../model/configuration.ts';
import { USUAL_COMMAND } from '../../model/configuration.ts';
import type { CodeInventory } from '../../model/code-inventory.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { QuotaIncrease } from '../../model/finding.ts';
import type { LimitId } from '../../model/limit.ts';
import { globalRegionOf, partitionOf } from '../../model/regions.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import type { Target } from '../../model/target.ts';
import type { Link } from './console-links.ts';
import { consoleLink, quotaLink, serviceQuotasLink } from './console-links.ts';
import type { DigestContext } from './context.ts';
import { limitWords } from './context.ts';
import { defined } from '../defined.ts';
import { accountWord } from '../../text/shell-words.ts';
import { openIncreaseText } from '../../text/increase-text.ts';
import { typedCommand } from '../../text/typed-command.ts';

/** The steps that solve a problem, in order, with links and a command. Contains no text from outside. */
export interface Remedy {
  readonly steps: readonly string[];
  readonly links: readonly Link[];
  readonly command?: string;
}

export function whenFullText(context: DigestContext, limit: LimitId): string {
  const isCeiling = limitWords(context, limit).source?.kind === 'ceiling';
  return (
    cataloguedLimit(limit)?.whenFull ??
    (isCeiling ? 'Nothing fails: the ceiling is your own.' : 'AWS refuses requests that need more.')
  );
}

export function caveatLines(limit: LimitId): readonly string[] {
  const caveat = cataloguedLimit(limit)?.caveat;
  return caveat === undefined ? [] : [caveat];
}

function cataloguedLimit(limit: LimitId): Limit | undefined {
  return catalogue.find(({ definition }) => definition.id === limit);
}

/** The step if no version is old. An inventory lists only the layer versions that a function attaches. */
const NOTHING_OLD =
  'No version is old, so a prune or a review frees nothing. Delete functions and layer versions that are no longer needed. Usage beyond the functions above may be layer versions that no function attaches, which are not listed here: docs/full-account.md of limits-watchdog says how to find them.';

const NOT_PRUNED_WITHOUT_STAGE =
  'The stage of this account is unknown, so the watchdog does not prune it. If it is not production, add it to accounts.organizations.stage in watchdog.yml; until then let deployments keep fewer versions.';

export function remedyFor(
  context: DigestContext,
  target: Target,
  limit: LimitId,
  inventory?: CodeInventory,
  increase?: QuotaIncrease,
): Remedy {
  const partition = target.scope === 'region' ? partitionOf(target.region) : context.partition;
  const region = target.scope === 'region' ? target.region : globalRegionOf(partition);
  const own = ownLimit(context, limit, target.scope);
  if (own === undefined) return genericRemedy(context, limit, serviceQuotasLink(region));
  const prune = own.remedy.steps.some(({ kind }) => kind === 'prune')
    ? pruneRemedy(context, target.account, inventory)
    : undefined;
  return {
    ...defined({ command: prune?.command }),
    steps: own.remedy.steps.flatMap((step) => {
      switch (step.kind) {
        case 'advice':
          return [step.text];
        case 'prune':
          return prune?.step ?? [];
        case 'increase':
          // Without `increase`, nothing was read that says whether AWS increases this quota.
          if (own.definition.quota !== undefined && increase === undefined) return [];
          return [increaseStep(own.scope, region, increase)];
      }
    }),
    links: own.remedy.links.flatMap((link) => linksOf(own, link, region)),
  };
}

/** Returns the limit of the catalogue, or the one for a quota code of the configuration; undefined without either. */
function ownLimit(
  context: DigestContext,
  limit: LimitId,
  scope: Target['scope'],
): Limit | undefined {
  const catalogued = cataloguedLimit(limit);
  const { quota, title, noun } = limitWords(context, limit);
  if (catalogued !== undefined || quota === undefined) return catalogued;
  return configuredLimit({ quota, title, noun, scope });
}

function linksOf({ definition, quota, scope }: Limit, link: RemedyLink, region: Region): Link[] {
  switch (link.kind) {
    case 'quota':
      return quota === undefined ? [] : [quotaLink(definition.title, region, quota)];
    case 'console': {
      const label = scope === 'region' ? `${link.label} in ${region}` : link.label;
      return [consoleLink(label, region, link.page, link.fragment)];
    }
  }
}

/** Returns the step for a quota increase. AWS accepts only one open request for a quota. */
function increaseStep(
  scope: Limit['scope'],
  region: Region,
  increase: QuotaIncrease | undefined,
): string {
  const only = scope === 'account';
  const ask = `Request an increase: open the quota in ${region}${only ? ', the only Region that has it,' : ''} and choose the increase at account level.`;
  switch (increase?.open) {
    case undefined:
      return ask;
    case true:
      return `${openIncreaseText(increase)}: follow it up in ${region}${only ? ', the only Region that has the quota' : ''}.`;
    case false:
      return `No increase is open. ${ask}`;
    case 'unknown':
      return `${ask} Whether one is open already could not be read.`;
  }
}

function genericRemedy(context: DigestContext, limit: LimitId, quotas: Link): Remedy {
  const { source } = limitWords(context, limit);
  if (source === undefined) return { steps: [], links: [] };
  if (source.kind === 'ceiling') {
    return { steps: ['Use less, or raise the ceiling in watchdog.yml.'], links: [] };
  }
  return source.increase === 'possible'
    ? { steps: ['Use less, or request an increase in Service Quotas.'], links: [quotas] }
    : { steps: ['Use less.'], links: [] };
}

/** Returns the step for old versions. Only non-production accounts get a command that deletes versions. */
function pruneRemedy(
  { command }: DigestContext,
  account: AccountRef,
  inventory: CodeInventory | undefined,
): { readonly step: string; readonly command?: string } {
  if (inventory?.oldVersions === 0) return { step: NOTHING_OLD };
  switch (account.stage) {
    case 'unstaged':
      return { step: NOT_PRUNED_WITHOUT_STAGE };
    case 'prod': {
      const review = typedCommand(command, `review ${accountWord(account)}`);
      return {
        step: `This is production, which the watchdog never prunes. ${review} says which versions could go; docs/full-account.md of limits-watchdog says how to delete them by hand, safely. Let deployments keep fewer versions.`,
      };
    }
    case 'nonprod':
      return {
        step: 'Delete old versions with the command; it shows a plan and asks for confirmation before it deletes.',
        command: typedCommand(command, `prune ${accountWord(account)}`),
      };
  }
}

export type RemedyOf = (reported: ReportedFinding) => Remedy;

export function remediesOf(
  report: RunReport,
  command: string = report.command ?? USUAL_COMMAND,
): RemedyOf {
  const { deployment, runId, measuredAt, status, limits, findings } = report;
  const first = findings.find(({ finding }) => finding.target.scope === 'region')?.finding.target;
  const context: DigestContext = {
    deployment,
    runId,
    measuredAt,
    status,
    limits,
    partition: first?.scope === 'region' ? partitionOf(first.region) : 'aws',
    command,
    purpose: 'alert',
  };
  return ({ finding }) =>
    remedyFor(
      context,
      finding.target,
      finding.limit,
      'inventory' in finding ? finding.inventory : undefined,
      'increase' in finding ? finding.increase : undefined,
    );
}
