import type { Configuration } from '../model/configuration.ts';
import type { AssumedUsage, Limit, MetricUsage } from '../limits/limit.ts';
import type { Charge, Price } from './prices.ts';

/** Numbers on which costs depend and that no configuration file has. */
export interface CostAssumptions extends AssumedUsage {
  /** 0 when the schedule is paused; then no messages are sent either. */
  readonly runsPerDay: number;
  readonly messagesPerDay: number;
  readonly mailSubscribers: number;
  /** The memory of the watch function, in MiB. */
  readonly memoryMiB: number;
  /** The number of metrics that all alarms read together; an alarm with metric math reads several. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly logDays: number;
}

/** The parts of a limit on which its costs depend. */
export type LimitCalls = Pick<Limit, 'definition' | 'scope' | 'actions'> & {
  /** Present when the usage is a CloudWatch metric; CloudWatch charges for each metric that is read. */
  readonly usage?: MetricUsage;
};

export interface RunPace {
  /** The requests per second to one account and Region. */
  readonly requestsPerSecond: number;
  readonly targetsAtATime: number;
  /** Whether accounts are discovered, so that a run stores the list of accounts. False when absent. */
  readonly findsAccounts?: boolean;
}

export interface RunOutput {
  /** The number of custom metrics: each combination of a name and dimensions is one. */
  readonly metrics: number;
  readonly logBytes: number;
}

export interface CostInputs {
  readonly configuration: Configuration;
  readonly limits: readonly LimitCalls[];
  readonly assumed: CostAssumptions;
  readonly pace: RunPace;
  /** Computes the output of a run with the code that writes that output. */
  readonly outputOf: (configuration: Configuration, limits: readonly LimitCalls[]) => RunOutput;
  readonly catalogue: readonly LimitCalls[];
}

/** CloudTrail costs of the calls in a month of 31 days, which are not in the sum. */
export interface CloudTrailCost {
  /** The number of management events in all accounts. */
  readonly events: number;
  /** The cost of each trail of an account and Region after the first, which is free. */
  readonly furtherTrailUsd: number;
  /** The largest possible cost of GuardDuty if it is enabled; many events get a lower price. */
  readonly guardDutyUsd: number;
}

export interface ActionCalls {
  /** The IAM action: `lambda:ListFunctions`. */
  readonly action: string;
  /** The average over a day on which no version changes. */
  readonly perRun: number;
  /** The calls of a run that remembers nothing from earlier runs; absent when this equals `perRun`. */
  readonly mostPerRun?: number;
}

/** The cost of one charge in a month of 31 days. */
export interface CostLine {
  readonly charge: Charge;
  readonly amount: number;
  readonly price: Price;
  readonly usd: number;
}

/** A changed setting, and how the monthly sum changes with it. */
export interface CostSwitch {
  readonly what: string;
  /** The file or key that has the setting; absent when there is no such setting. */
  readonly setBy?: string;
  /** The difference to the sum in US dollars: above 0 for a higher cost, below 0 for a lower one. */
  readonly usd: number;
}

/** The monthly cost of watching a set of limits in every account. */
export interface SetCost {
  readonly set: string;
  /** The number of accounts that watch a limit of the set in the present configuration. */
  readonly watchedIn: number;
  readonly usd: number;
  /** The number of management events in CloudTrail. */
  readonly events: number;
}

export interface Cost {
  readonly accounts: number;
  /** The number of pairs of an account and a Region. */
  readonly places: number;
  readonly calls: readonly ActionCalls[];
  readonly cloudTrail: CloudTrailCost;
  /** Lambda seconds of a run; with the distributed engine, the sum over all invocations. */
  readonly secondsPerRun: number;
  readonly output: RunOutput;
  readonly lines: readonly CostLine[];
  readonly usd: number;
  /** Changed settings, the largest difference first. */
  readonly switches: readonly CostSwitch[];
  readonly sets: readonly SetCost[];
  /** False when the prices of the tooling Region are not known; then the highest known prices are used. */
  readonly isListed: boolean;
}
