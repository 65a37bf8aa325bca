import { catchFailure } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';
import type { IncreaseSettings } from '../model/increase/increase.ts';
import type { RunReport } from '../model/run-report.ts';
import type { ReplacedContent } from '../model/stored-object.ts';
import type { Instant } from '../model/time.ts';
import { HOUR_MS, instant } from '../model/time.ts';
import { failureText } from '../text/failure-text.ts';
import type { AccountId, Region } from '../model/aws-ids.ts';
import type { QuotaAccess } from './access.ts';
import { decideIncrease } from './decide/decide.ts';
import { correctedMemory, withAccepted, withFailure, withSent } from './decide/requests.ts';
import type { IncreaseStore, LoadedIncreases } from './store.ts';
import type { StoredIncreases, StoredProblem, StoredQuota } from './decide/model.ts';
import { NO_INCREASES } from './decide/model.ts';
import type { IncreaseSubject, QuotaOf } from './subjects.ts';
import { subjectsOf } from './subjects.ts';

export interface IncreasePorts {
  readonly clock: Clock;
  readonly store: IncreaseStore;
  readonly open: (account: AccountId, region: Region) => QuotaAccess;
}

export interface IncreaseRun {
  readonly runId: string;
  readonly report: RunReport;
  readonly settings: IncreaseSettings;
  readonly forecastDays: number;
  readonly quotaOf: QuotaOf;
  /** No further quota is processed after this time. */
  readonly until: Instant;
  /** The duration of the run's claim, in milliseconds; a little longer than the function can run. */
  readonly leaseMs: number;
}

/** How a run ended. Only with `done` was every quota of the report processed. */
type IncreaseEnd =
  | 'done'
  | 'nothing-new' // the report was processed before
  | 'old-report' // the report of the last watch run is too old
  | 'claimed' // another run is active
  | 'lost' // another run saved first
  | 'out-of-time'
  | 'no-memory'; // the stored object (`StoredIncreases`) cannot be read or saved: nothing more was requested

export interface IncreaseOutcome {
  readonly end: IncreaseEnd;
  /** The number of requests that AWS accepted. */
  readonly requested: number;
  /** The number of requests that a dry run would have sent. */
  readonly wouldRequest: number;
  readonly problems: readonly StoredProblem[];
  /** Why the stored object cannot be read or saved, as a sentence; only with `no-memory`. */
  readonly trouble?: string;
}

/** An older report is not processed (`old-report`). Watch runs are at most a day apart. */
const MOST_REPORT_AGE_MS = 26 * HOUR_MS;

/**
 * Processes the report of the last watch run: decides on each quota that has a rule, and sends the requests that
 * are due. Each request is saved before it is sent, on condition that no other run has saved. So two runs never
 * send one request twice, and after a killed run its request is found in AWS's history.
 * Rejects only for bugs.
 */
export async function runIncreases(
  run: IncreaseRun,
  ports: IncreasePorts,
): Promise<IncreaseOutcome> {
  const loaded = await ports.store.load();
  const trouble = troubleOf(loaded);
  if (trouble !== undefined) return { ...NOTHING, end: 'no-memory', trouble };
  const now = ports.clock.now();
  const found = loaded.kind === 'found' ? loaded : undefined;
  if (now - run.report.measuredAt > MOST_REPORT_AGE_MS) return { ...NOTHING, end: 'old-report' };
  const { claim, ...stored } = found?.stored ?? { ...NO_INCREASES, savedAt: now, claim: undefined };
  if (claim !== undefined && now < claim.until && claim.until <= now + 2 * run.leaseMs) {
    return { ...NOTHING, end: 'claimed' };
  }
  if (stored.handledRun === run.report.runId) return { ...NOTHING, end: 'nothing-new' };
  const worker = new IncreaseWorker(
    run,
    ports,
    stored,
    found === undefined ? 'nothing' : { tag: found.tag },
  );
  return worker.outcome();
}

const NOTHING = { requested: 0, wouldRequest: 0, problems: [] };

function troubleOf(loaded: LoadedIncreases): string | undefined {
  switch (loaded.kind) {
    case 'found':
    case 'missing':
      return undefined;
    case 'not-understood':
      return `What the increase function remembers is damaged: ${loaded.problem}.`;
    case 'failed':
      return `What the increase function remembers cannot be read: ${failureText(loaded.failure)}.`;
  }
}

class IncreaseWorker {
  readonly #run: IncreaseRun;
  readonly #ports: IncreasePorts;
  #stored: StoredIncreases;
  #replaced: ReplacedContent;
  #end: IncreaseEnd = 'done';
  #trouble: string | undefined;
  #requested = 0;
  #wouldRequest = 0;

  constructor(
    run: IncreaseRun,
    ports: IncreasePorts,
    stored: StoredIncreases,
    replaced: ReplacedContent,
  ) {
    this.#run = run;
    this.#ports = ports;
    this.#replaced = replaced;
    this.#stored = { ...stored, problems: [] };
  }

  async outcome(): Promise<IncreaseOutcome> {
    const { clock } = this.#ports;
    const { report, settings, quotaOf, forecastDays, runId, leaseMs, until } = this.#run;
    const claim = { runId, until: instant(clock.now() + leaseMs) };
    if (await this.#save({ ...this.#stored, claim })) {
      const accounts = new Set<AccountId>();
      for (const subject of subjectsOf(report, settings, this.#stored, quotaOf, forecastDays)) {
        if (clock.now() >= until) this.#end = 'out-of-time';
        if (this.#end !== 'done') break;
        await this.#process(subject, accounts);
      }
    }
    if (this.#end === 'done' || this.#end === 'out-of-time') {
      const { claim: _released, ...rest } = this.#stored;
      const isDone = this.#end === 'done';
      await this.#save({ ...rest, ...(isDone && { handledRun: report.runId }) });
    }
    return {
      end: this.#end,
      requested: this.#requested,
      wouldRequest: this.#wouldRequest,
      problems: this.#stored.problems,
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
    };
  }

  async #process(subject: IncreaseSubject, accounts: Set<AccountId>): Promise<void> {
    const { account, region, code, pressure, key } = subject;
    const access = this.#ports.open(account.id, region);
    if (!accounts.has(account.id)) {
      accounts.add(account.id);
      await this.#readAutomatic(subject, access);
    }
    await catchFailure(
      async () => {
        const history = await access.history(code);
        const quota = await access.appliedQuota(code, pressure.used.unit);
        const now = this.#ports.clock.now();
        const memory = correctedMemory(this.#stored.quotas[key] ?? { requests: [] }, history, now);
        const { rule } = subject;
        const decision = decideIncrease({ rule, pressure, quota, history, memory, now });
        const basis = { ...memory, applied: quota.applied.amount, decidedAt: now };
        if (decision.kind === 'none') {
          const { reason } = decision;
          const desired = reason === 'at-ceiling' && { desired: rule.ceiling };
          this.#remember(key, { ...basis, decision: reason, ...desired });
        } else if (this.#run.settings.mode === 'dry') {
          this.#wouldRequest += 1;
          this.#remember(key, { ...basis, decision: 'would-request', desired: decision.desired });
        } else {
          await this.#request(subject, access, basis, decision.desired);
        }
      },
      (failure) => this.#problem(subject, failureText(failure)),
    );
  }

  async #request(
    subject: IncreaseSubject,
    access: QuotaAccess,
    basis: Omit<StoredQuota, 'decision'>,
    desired: number,
  ): Promise<void> {
    const { key, code, rule } = subject;
    const { notBefore: _past, error: _former, ...known } = basis;
    const sent = withSent(known, { desired, from: basis.applied }, this.#ports.clock.now());
    const entry = { ...known, decision: 'request', desired } as const;
    if (!(await this.#rememberAndSave(key, { ...entry, ...sent }))) return;
    const answer = await access.request(code, desired, rule.supportCase);
    const after =
      answer.kind === 'requested'
        ? withAccepted(sent, answer.request)
        : withFailure(sent, answer.failure, this.#ports.clock.now());
    if (answer.kind === 'requested') this.#requested += 1;
    else this.#problem(subject, failureText(answer.failure));
    await this.#rememberAndSave(key, { ...entry, ...after });
  }

  async #readAutomatic({ account }: IncreaseSubject, access: QuotaAccess): Promise<void> {
    const { automatic } = this.#stored;
    const read = await catchFailure<StoredIncreases['automatic'][string]>(
      () => access.automatic(),
      (failure) => ({ kind: 'unknown', problem: failureText(failure) }),
    );
    this.#stored = { ...this.#stored, automatic: { ...automatic, [account.id]: read } };
  }

  #problem({ account, region, limit }: IncreaseSubject, problem: string): void {
    const { problems } = this.#stored;
    const all = [...problems, { account: account.id, region, limit, problem }];
    this.#stored = { ...this.#stored, problems: all };
  }

  #remember(key: string, quota: StoredQuota): void {
    this.#stored = { ...this.#stored, quotas: { ...this.#stored.quotas, [key]: quota } };
  }

  #rememberAndSave(key: string, quota: StoredQuota): Promise<boolean> {
    this.#remember(key, quota);
    return this.#save(this.#stored);
  }

  /** Saves the stored object. Returns false if it was not saved; the run then ends. */
  async #save(stored: StoredIncreases): Promise<boolean> {
    const next = { ...stored, savedAt: this.#ports.clock.now() };
    const written = await this.#ports.store.save(next, this.#replaced);
    switch (written.kind) {
      case 'written':
        this.#stored = next;
        this.#replaced = { tag: written.tag };
        return true;
      case 'conflict':
        this.#end = 'lost';
        return false;
      case 'failed':
        this.#end = 'no-memory';
        this.#trouble = `What the increase function remembers cannot be kept: ${failureText(written.failure)}.`;
        return false;
    }
  }
}
