import { isPrunable, productionWords } from '../../accounts/production-name.ts';
import { catalogue } from '../../limits/catalogue.ts';
import { ACCOUNT_ID, ORGANIZATION_ID } from '../../model/aws-ids.ts';
import { parseConfiguration } from '../../config/index.ts';
import type { SetupAccount, SetupAnswers } from '../../setup/model.ts';
import { configurationFile } from '../../setup/configuration-file.ts';
import { plain } from '../../text/plain.ts';

export type Subject =
  | 'tooling-account'
  | 'region'
  | 'deployment'
  | 'regions'
  | 'account'
  | 'name-misleads'
  | 'topic'
  | 'email'
  | 'prune'
  | 'external-id'
  | 'organization-id'
  | 'watch';

export interface AnswerFault {
  readonly subject: Subject;
  /** What to do, as plain text. It never contains the external id. */
  readonly message: string;
}

/** Returns the faults of the configuration that the answers give, with hints for ids copied with dashes or spaces. */
export function faultsOf(answers: SetupAnswers): readonly AnswerFault[] {
  const ids = [
    ...idFault('tooling-account', answers.toolingAccount),
    ...answers.accounts.flatMap(({ id }) => idFault('account', id)),
    ...organizationFault(answers.organizationId),
  ];
  const parsed = parseConfiguration(
    configurationFile(answers),
    catalogue.map(({ definition }) => definition),
  );
  if (parsed.ok) return ids;
  const isIdPath = (path: string) =>
    /^(?:tooling\.account|accounts\[\d+\]\.id|role\.organizationId)$/.test(path);
  const others = parsed.faults
    .filter(({ path, code }) => !isIdPath(path) || code === 'repeated')
    .map(({ path, message, hint }): AnswerFault => {
      const whole = hint === undefined ? message : `${message} (${hint})`;
      const named = whole.replace(/at accounts\[(\d+)\]\.(\w+)/, (_, at, key) => {
        const { id } = answers.accounts[Number(at)] ?? { id: at };
        return `the ${key} of ${id}`;
      });
      return { subject: subjectOf(path), message: `${about(path, answers)}${plain(named)}` };
    });
  return [...ids, ...others];
}

function organizationFault(id: string): readonly AnswerFault[] {
  if (id === '' || ORGANIZATION_ID.test(id)) return [];
  const shown = JSON.stringify(plain(id).slice(0, 40));
  const message = `${shown} is not the id of an organisation; write o- and its 10 to 32 small letters or digits, such as o-a1b2c3d4e5`;
  return [{ subject: 'organization-id', message }];
}

function idFault(subject: Subject, id: string): readonly AnswerFault[] {
  if (ACCOUNT_ID.test(id)) return [];
  const digits = id.replaceAll(/[\s-]/g, '');
  const shown = JSON.stringify(plain(id).slice(0, 40));
  if (ACCOUNT_ID.test(digits)) {
    return [
      { subject, message: `${shown} is an account id with dashes or spaces; write ${digits}` },
    ];
  }
  if (/^\d{6,11}$/.test(digits)) {
    const message = `${shown} has ${digits.length} digits, and an account id has 12: leading zeros count (did you mean ${digits.padStart(12, '0')}?)`;
    return [{ subject, message }];
  }
  const message = `${shown} is not an account id; write its 12 digits, such as 222222222222`;
  return [{ subject, message }];
}

function subjectOf(path: string): Subject {
  if (path === 'tooling.account') return 'tooling-account';
  if (path === 'tooling.region') return 'region';
  if (path.startsWith('role')) return 'external-id';
  if (/^(?:alerts|health)\.emails/.test(path)) return 'email';
  if (path.startsWith('alerts')) return 'topic';
  if (path.startsWith('regions')) return 'regions';
  if (path.startsWith('watch')) return 'watch';
  return path.startsWith('accounts') ? 'account' : 'deployment';
}

function about(path: string, { accounts }: SetupAnswers): string {
  const [, at, key] = /^accounts\[(\d+)\](?:\.(\w+))?/.exec(path) ?? [];
  const account = at === undefined ? undefined : accounts[Number(at)];
  if (account === undefined) return '';
  return `${key ?? 'account'} of ${plain(account.id).slice(0, 40)}: `;
}

type AccountRead =
  | { readonly ok: true; readonly account: SetupAccount }
  | { readonly ok: false; readonly message: string };

export function readAccount(text: string): AccountRead {
  const [, id, name, stage] = /^([^:]*):(.*):([^:]*)$/.exec(text.trim()) ?? [];
  if (id === undefined || name === undefined || stage === undefined) {
    const message = `${JSON.stringify(plain(text).slice(0, 60))} is not id:name:stage, such as 222222222222:dev:nonprod`;
    return { ok: false, message };
  }
  return { ok: true, account: { id: id.trim(), name: name.trim(), stage: stage.trim() } };
}

export function readList(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}

/** Returns nonprod accounts without `nameMisleads` whose name says production. They get no prune role. */
export function contradictingAccounts(accounts: readonly SetupAccount[]): readonly SetupAccount[] {
  return accounts.filter((account) => account.stage === 'nonprod' && !isPrunable(account));
}

export function contradiction({ name }: Pick<SetupAccount, 'name'>): string {
  return `The name ${JSON.stringify(plain(name))} contains the word ${productionWords(name).join(', ')}`;
}

export function contradictionFaults(accounts: readonly SetupAccount[]): readonly AnswerFault[] {
  return contradictingAccounts(accounts).map((account) => ({
    subject: 'account',
    message: `${contradiction(account)}: give ${account.id} the stage prod, or if it carries no production, add --name-misleads ${account.id}.`,
  }));
}

export function misleadingFaults(
  id: string,
  accounts: readonly SetupAccount[],
): readonly AnswerFault[] {
  const named = accounts.filter((account) => account.id === id);
  if (named.length === 0) {
    const shown = JSON.stringify(plain(id).slice(0, 40));
    const message = `${shown} is the id of no --account; give that of an account whose name says production`;
    return [{ subject: 'name-misleads', message }];
  }
  return named
    .filter(({ name, stage }) => stage !== 'nonprod' || productionWords(name).length === 0)
    .map(({ name, stage }) => ({
      subject: 'name-misleads' as const,
      message: `${id} is ${plain(stage).slice(0, 20)} and called ${JSON.stringify(plain(name))}, so there is nothing to say of its name; leave the flag out`,
    }));
}
