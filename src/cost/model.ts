import type { Configuration } from '../model/configuration.ts';
import type { AssumedUsage, Limit, MetricUsage } from '../limits/limit.ts';
import type { Charge, Price } from './prices.ts';

/** What a cost depends on that no configuration says. Counts; per account and Region unless said. */
export interface CostAssumptions extends AssumedUsage {
  /** 0 where the schedule is paused: then there are no alerts either. */
  readonly runsPerDay: number;
  /** All messages of a deployment. */
  readonly messagesPerDay: number;
  readonly mailSubscribers: number;
  /** MiB of the watch function. */
  readonly memoryMiB: number;
  /** Metrics that alarms look at: one, or more where an alarm calculates. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly logDays: number;
}

/** A limit as far as it costs calls: its id and scope, and the IAM actions behind them. */
export type LimitCalls = Pick<Limit, 'definition' | 'scope' | 'actions'> & {
  /** Where the usage is a metric of CloudWatch, each read of which is charged. */
  readonly usage?: MetricUsage;
};

/** How a run goes about its calls. */
export interface RunPace {
  /** To one account and Region. */
  readonly requestsPerSecond: number;
  readonly targetsAtATime: number;
  /** Accounts are discovered, and their list is kept beside the state. */
  readonly findsAccounts?: boolean;
}

/** What one run writes. */
export interface RunOutput {
  /** Custom metrics, each name with each set of dimensions once. */
  readonly metrics: number;
  readonly logBytes: number;
}

export interface CostInputs {
  readonly configuration: Configuration;
  readonly limits: readonly LimitCalls[];
  readonly assumed: CostAssumptions;
  readonly pace: RunPace;
  /** Counted with what writes it. */
  readonly outputOf: (configuration: Configuration, limits: readonly LimitCalls[]) => RunOutput;
  /** Every limit that can be watched: what each set of them costs. */
  readonly catalogue: readonly LimitCalls[];
}

/** What the calls cost those who have CloudTrail events copied or analysed, in a month of 31 days. Not in the sum. */
export interface TrailCost {
  /** Management events of all accounts. */
  readonly events: number;
  /** Of each trail beyond the first of an account and Region. The first copy is free. */
  readonly furtherTrailUsd: number;
  /** Of GuardDuty, where it is on: at most, since many events are cheaper. */
  readonly guardDutyUsd: number;
}

export interface ActionCalls {
  /** IAM action, such as `lambda:ListFunctions`. */
  readonly action: string;
  /** The average of a day in which no version changes. */
  readonly perRun: number;
  /** Of a run that remembers nothing of earlier ones; absent where that is the same. */
  readonly mostPerRun?: number;
}

/** One thing that is charged, for a month of 31 days. */
export interface CostLine {
  readonly charge: Charge;
  readonly amount: number;
  readonly price: Price;
  readonly usd: number;
}

/** What the sum would be if one thing were otherwise. */
export interface CostSwitch {
  readonly what: string;
  /** The file in which it is written, or the command that sets it; absent where nothing does. */
  readonly setBy?: string;
  /** Difference to the sum: above 0 it would cost more, below 0 less. */
  readonly usd: number;
}

/** What a set of limits makes a month dearer where every account watches it, against none. */
export interface SetCost {
  readonly set: string;
  /** Accounts that watch a limit of it as it is. */
  readonly watchedIn: number;
  readonly usd: number;
  /** Management events in CloudTrail. */
  readonly events: number;
}

export interface Cost {
  readonly accounts: number;
  /** Pairs of account and Region. */
  readonly places: number;
  readonly calls: readonly ActionCalls[];
  /** What others pay for the calls. */
  readonly cloudTrail: TrailCost;
  /** Of Lambda: with the distributed engine, of all invocations together. */
  readonly secondsPerRun: number;
  readonly output: RunOutput;
  readonly lines: readonly CostLine[];
  readonly usd: number;
  /** The one with the largest difference first. */
  readonly switches: readonly CostSwitch[];
  readonly sets: readonly SetCost[];
  /** False when there is no price list of the tooling Region, and the most expensive known one was used. */
  readonly isListed: boolean;
}
