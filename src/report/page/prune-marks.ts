import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import { withSeparators } from '../../text/quantities.ts';
import { ACROSS, DOWN, PAST_DAYS } from './chart-lines.ts';
import { dayText } from './dates.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** Where its label is written to the left of the line, so that it stays inside the picture. */
const RIGHT_HALF_DAY = -30;

/** A prune within the days that a chart shows. */
export interface PruneMark {
  /** Days before today are negative. */
  readonly day: number;
  readonly planId: string;
  readonly label: string;
}

/** The prunes that changed what a chart of this limit shows, oldest first. */
export function pruneMarks({ prunes, measuredAt }: RunReport, one: ReportedFinding): PruneMark[] {
  const { target } = one.finding;
  if (prunes.kind !== 'read' || target.scope === 'account') return [];
  return prunes.prunes
    .filter(
      ({ account, regions, deleted }) =>
        deleted > 0 &&
        account.id === target.account.id &&
        regions.some(({ region }) => region === placeOf(target)),
    )
    .map(({ endedAt, planId, deleted }) => ({
      day: dayOf(endedAt) - dayOf(measuredAt),
      planId,
      label: `pruned ${dayText(endedAt)}: −${withSeparators(deleted)}`,
    }))
    .filter(({ day }) => day >= -PAST_DAYS && day <= 0)
    .toSorted((a, b) => a.day - b.day);
}

function dayOf(at: Instant): number {
  return Math.floor(at / DAY_MS);
}

export function pruneLine({ day }: PruneMark): Html {
  return html`<path class="pruned" d="M${day + PAST_DAYS} 0V${DOWN}" />`;
}

export function pruneLabel({ day, label }: PruneMark, at: number): Html {
  const [anchor, shift] = day > RIGHT_HALF_DAY ? ['end', -4] : ['start', 4];
  return html`<text
    x="${(100 * (day + PAST_DAYS)) / ACROSS}%"
    dx="${shift}"
    y="${-4 + at * 12}"
    text-anchor="${anchor}"
    >${label}</text
  >`;
}
