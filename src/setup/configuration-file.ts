import type { SetupAnswers } from './model.ts';
import { USUAL_COMMAND } from '../model/configuration.ts';
import { typedCommand } from '../text/typed-command.ts';
import { watchParameters } from './watch-choice.ts';

/** Words that YAML reads as booleans or null. https://yaml.org/spec/1.2.2/#103-core-schema */
const NO_TEXT = /^(?:true|false|null)$/i;
const PLAIN = /^[A-Za-z][A-Za-z0-9-]*$/;

/** The text of a `watchdog.yml` with the answers of the setup, and with comments for people who change it later. */
export function configurationFile(answers: SetupAnswers, command: string = USUAL_COMMAND): string {
  const { deployment, toolingAccount, region, topicArn, externalId, regions, accounts } = answers;
  return `# yaml-language-server: $schema=./docs/schemas/watchdog.schema.json
#
# What limits-watchdog watches. Check it with: ${typedCommand(command, 'validate')}
# Account ids are in quotes, or YAML reads them as numbers and drops leading zeros.

# Where the watchdog runs, and what it is called in messages, metrics and role names.
deployment: ${scalar(deployment)}${commandLine(command)}
tooling:
  account: ${quotedScalar(toolingAccount)}
  region: ${scalar(region)}

# The read role in every account below. The external id is shared with its trust policy: treat it
# like a password, and change it in the stacks when you change it here.
role:
  externalId: ${quotedScalar(externalId)}${roleLines(answers)}

# In the tooling account and Region. Who receives alerts, and who is alerted when the watchdog itself has
# a problem: list them, then run ${typedCommand(command, 'subscribe')}.
alerts:
  topicArn: ${scalar(topicArn)}
${emailLines(answers.emails ?? [])}

${deployLines(answers)}# Regions of every account that does not name its own.
regions:
${regions.map((code) => `  - ${scalar(code)}`).join('\n')}
${watchSection(answers.watch ?? [])}
# nonprod accounts can be pruned on demand; accounts with stage prod never are. An account may have
# regions, thresholds and limits of its own.
accounts:
${accounts
  .map(
    ({ id, name, stage, nameMisleads }) => `  - id: ${quotedScalar(id)}
    name: ${scalar(name)}
    stage: ${scalar(stage)}${nameMisleads === true ? '\n    prune: { nameMisleads: true }' : ''}`,
  )
  .join('\n\n')}

# What is not here has a default: thresholds (warn at 80 %, critical at 90 %), the ceiling of old
# versions (1,000 per account and Region), routes, mutes, exceptions. watchdog.example.yml shows them all.
`;
}

function commandLine(command: string): string {
  return command === USUAL_COMMAND
    ? ''
    : `\ncommand: ${quotedScalar(command)} # what messages tell people to type`;
}

function roleLines({ organizationId, reviewEvidence }: SetupAnswers): string {
  const organization = organizationId === '' ? '' : `\n  organizationId: ${organizationId}`;
  return reviewEvidence === true ? `${organization}\n  reviewEvidence: true` : organization;
}

function emailLines(emails: readonly string[]): string {
  if (emails.length === 0) {
    return '  # emails: [ops@example.com]\n# health: { emails: [on-call@example.com] }';
  }
  const list = emails.map(quotedScalar).join(', ');
  return `  emails: [${list}]\nhealth: { emails: [${list}] }`;
}

function deployLines({ permissions, rolesInStack }: SetupAnswers): string {
  if (rolesInStack !== undefined) {
    return `# The roles of this account are part of the stack. Accounts that are added later get theirs as setup prints it.
deploy:
  rolesInStack: ${rolesInStack}

`;
  }
  if (permissions === undefined || permissions === 'service-managed') return '';
  const why =
    permissions === 'self-managed'
      ? '# The StackSets of the roles rely on roles that are in each account, not on an organisation.'
      : '# The roles are stacks of their own, made with credentials of each account: no StackSets, no organisation.';
  return `${why}
deploy:
  stackSets: { permissions: ${permissions} }

`;
}

function watchSection(names: readonly string[]): string {
  if (names.length === 0) return '';
  const parameters = Object.keys(watchParameters(names)).map((name) => `${name}=true`);
  return `
# Limits that are watched besides Lambda code storage, old versions and S3 buckets. The read roles need
# ${parameters.join(', ')}; docs/limits.md lists what else can be named.
watch:
  - limits: [${names.map(scalar).join(', ')}]
`;
}

/** The text as a YAML scalar, with quotes only if YAML would otherwise read something else. */
export function scalar(text: string): string {
  const isText = PLAIN.test(text) && !NO_TEXT.test(text);
  return isText ? text : quotedScalar(text);
}

/**
 * The text as a quoted YAML scalar on one line: in single quotes, or in double quotes with escaped characters.
 * https://yaml.org/spec/1.2.2/#73-flow-scalar-styles
 */
export function quotedScalar(text: string): string {
  return /^[\x20-\x7e\u00a1-\ud7ff]*$/.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : JSON.stringify(text);
}
