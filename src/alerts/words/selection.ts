/** From so many alerts on, a message has an index of all and only the worst in full. */
const INDEXED_FROM = 8;
/** Alerts in full beside an index of all. */
const WORST = 5;

/** What a message shows in full and what it lists, of alerts in the order worst first. */
export interface Selection<Item> {
  readonly inFull: readonly Item[];
  /** All but the first where every alert is in full; all of them otherwise. */
  readonly indexed: readonly Item[];
}

export function selectAlerts<Item>(alerts: readonly Item[]): Selection<Item> {
  return alerts.length < INDEXED_FROM
    ? { inFull: alerts, indexed: alerts.slice(1) }
    : { inFull: alerts.slice(0, WORST), indexed: alerts };
}
