import type { StoredIncreases } from '../increases/decide/model.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { AutomaticManagement } from '../model/increase/increase.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { titleOf } from '../model/limit.ts';
import { placeOf } from '../model/target.ts';
import { ownIncreaseText } from '../text/increase-text.ts';

interface IncreaseHistory {
  /** What the increase function has stored; undefined when there is nothing, or it could not be read. */
  readonly stored?: StoredIncreases;
  /** A sentence about why it could not be read. */
  readonly trouble?: string;
}

/** Returns sentences about requested increases, failed requests, and AWS's automatic quota management. */
export function increaseSentences(
  findings: readonly Finding[],
  limits: readonly Pick<LimitDefinition, 'id' | 'title'>[],
  accounts: readonly Pick<AccountRef, 'id' | 'name'>[],
  { stored, trouble }: IncreaseHistory,
): readonly string[] {
  const nameOf = (id: string): string => accounts.find((one) => one.id === id)?.name ?? id;
  const own = findings.flatMap((finding) => {
    if (!('ownIncrease' in finding) || finding.ownIncrease === undefined) return [];
    const { target, limit, ownIncrease } = finding;
    const where = `${target.account.name}, ${placeOf(target)}, ${titleOf(limits, limit)}`;
    return [`${where}: ${ownIncreaseText(ownIncrease)}`];
  });
  const { problems = [], automatic = {} } = stored ?? {};
  return [
    ...(trouble === undefined ? [] : [trouble]),
    ...own,
    ...problems.map(
      ({ account, region, limit, problem }) =>
        `${[nameOf(account), region, ...(limit === undefined ? [] : [titleOf(limits, limit)])].join(', ')}: an increase could not be looked at or requested: ${problem}.`,
    ),
    ...Object.entries(automatic).flatMap(([account, management]) =>
      automaticSentence(nameOf(account), management),
    ),
  ];
}

/** Returns a sentence unless the management is off. https://docs.aws.amazon.com/servicequotas/latest/userguide/automatic-management.html */
function automaticSentence(account: string, management: AutomaticManagement): readonly string[] {
  switch (management.kind) {
    case 'off':
      return [];
    case 'on': {
      const { type, excluded } = management;
      const without = excluded.length === 0 ? '' : `, without ${excluded.join(', ')}`;
      const what =
        type === 'NotifyOnly'
          ? 'notifies of quotas'
          : 'notifies of quotas and requests increases by itself';
      return [`${account}: AWS's automatic management ${what} (${type}${without}).`];
    }
    case 'unknown':
      return [
        `${account}: whether AWS's automatic management is on is not known: ${management.problem}.`,
      ];
  }
}
