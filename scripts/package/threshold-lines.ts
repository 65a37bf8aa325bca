import type { AccountConfiguration } from '../../src/model/configuration.ts';
import type { LimitId } from '../../src/model/limit.ts';
import { plain } from '../../src/text/plain.ts';

const COLOURS = { warn: '#ff7f0e', critical: '#d62728' } as const;
const MOST_NAMES = 3;
const MOST_LINES = 6;

export interface ThresholdLine {
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

/**
 * Returns a line for each percentage at which an account is alerted, labelled with account names unless it
 * applies to all. A threshold of free capacity has no percentage; the `note` says that it is not drawn.
 */
export function thresholdLines(
  accounts: readonly (Pick<AccountConfiguration, 'rules'> &
    Partial<Pick<AccountConfiguration, 'name'>>)[],
  limit: LimitId,
): { readonly annotations: readonly ThresholdLine[]; readonly note: string } {
  const lines = (['warn', 'critical'] as const).map((level) => {
    const accountsAt = new Map<number, string[]>();
    let free = 0;
    for (const { name = 'found accounts', rules } of accounts) {
      const threshold = rules.find((rule) => rule.limit === limit)?.[level];
      if (threshold?.kind === 'percent') {
        accountsAt.set(threshold.percent, [
          ...(accountsAt.get(threshold.percent) ?? []),
          labelOf(name),
        ]);
      } else if (threshold?.kind === 'free') free += 1;
    }
    const found = [...accountsAt].sort(([, a], [, b]) => b.length - a.length);
    return {
      free,
      left: Math.max(0, found.length - MOST_LINES),
      lines: found.slice(0, MOST_LINES).map(([value, names]) => ({
        label: `${level}${names.length === accounts.length ? '' : `: ${listed(names)}`}`,
        value,
        color: COLOURS[level],
      })),
    };
  });
  const notDrawn = lines.some(({ free, left }) => free > 0 || left > 0);
  return {
    annotations: lines.flatMap((each) => each.lines),
    note: notDrawn ? ' (not every threshold is drawn: see watchdog.yml)' : '',
  };
}

/** Returns an account's name as a label. CloudWatch and osls would interpret `${…}` in it. */
export function labelOf(name: string): string {
  return plain(name).replaceAll('${', '{');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
