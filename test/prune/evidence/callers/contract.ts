import { describe, expect, it } from 'vitest';

import type { Region } from '../../../../src/model/aws-ids.ts';
import type { Walk, WalkResult, WideCheck } from '../../../../src/prune/evidence/collect/walk.ts';
import { newWalk, readWide, continueWalk } from '../../../../src/prune/evidence/collect/walk.ts';
import { spellings } from '../../../aws/spellings.ts';
import type { WireAnswer } from '../../../aws/wire.ts';
import { EU_WEST_1, json } from '../../../aws/wire.ts';
import { readsIn, type use } from '../scripted-reads.ts';
import type { Script } from './answers.ts';

type Use = ReturnType<typeof use>;

const NAMES = ['orders', 'billing'];

/** AWS's answers about one kind of caller, in two pages or more, and the uses that they contain. */
export interface CallerCase {
  readonly caller: WideCheck;
  /** The Region of the requests; default eu-west-1. */
  readonly in?: Region;
  readonly answers: () => readonly Script[];
  readonly uses: readonly Use[];
  /** One of `uses` that is only on the second page or later. */
  readonly onLaterPage: Use;
  /** The ones of `uses` whose entry is disabled; empty for a service without disabled entries. */
  readonly disabled: readonly Use[];
  readonly calls: number;
  /** The page tokens in `answers`, without duplicates. */
  readonly tokens: readonly string[];
  readonly errorOf: (status: number, name: string) => WireAnswer;
  /** An answer without a list, if it is not an empty JSON object. */
  readonly emptyAnswer?: WireAnswer;
}

/** The rules for every kind of caller that is read by one paginated list. */
export function callerContract(one: CallerCase): void {
  const { caller, calls, uses } = one;
  const place = one.in ?? EU_WEST_1;
  const at = (...answers: readonly Script[]) => readsIn(place, ...answers);

  describe(`the caller ${caller.check}`, () => {
    it('is read to the last page, and every use is found', async () => {
      const { reads, wire } = at(...one.answers());
      const { check, outcome, scope } = await readWide(caller, reads, NAMES);
      expect(outcome).toEqual({ kind: 'read', uses });
      expect(check).toBe(caller.check);
      expect(scope).toEqual(
        caller.width === 'account' ? { kind: 'account' } : { kind: 'region', region: place },
      );
      expect(wire.requests).toHaveLength(calls);
      expect(calls).toBeGreaterThan(1);
    });

    it('is requested once for each further page, with the token of the previous page', async () => {
      const { reads, wire } = at(...one.answers());
      await readWide(caller, reads, NAMES);
      const sent = wire.requests.map(({ query, body }) => `${JSON.stringify(query)} ${body}`);
      for (const token of one.tokens) {
        expect(sent.filter((text) => text.includes(token))).toHaveLength(1);
      }
    });

    it('does not find the use of a later page on its first page', async () => {
      const { reads } = at(...one.answers());
      let left = 1;
      const first = await continueWalk(caller, reads, newWalk(caller), () => left-- > 0);
      expect(first.kind === 'paused' && first.walk.notes).not.toContainEqual(one.onLaterPage);
      expect(uses).toContainEqual(one.onLaterPage);
    });

    it('counts disabled resources too', () => {
      expect(uses).toEqual(expect.arrayContaining([...one.disabled]));
    });

    it('continues call by call as if it had never stopped', async () => {
      const { reads, wire } = at(...one.answers());
      let walk = newWalk(caller);
      let slices = 0;
      let found: WalkResult;
      do {
        let left = 1;
        found = await continueWalk(caller, reads, walk, () => left-- > 0);
        slices += 1;
        if (found.kind === 'paused') walk = JSON.parse(JSON.stringify(found.walk)) as Walk;
      } while (found.kind === 'paused');
      expect(found.notes).toEqual({ kind: 'read', value: uses });
      expect(wire.requests).toHaveLength(calls);
      expect(slices).toBe(calls);
    });

    it.each(spellings(one.errorOf))(
      'is failed evidence when AWS answers $errorName: $reason',
      async ({ answer, reason }) => {
        const { outcome } = await readWide(caller, at(answer).reads, NAMES);
        expect(outcome).toMatchObject({ kind: 'failed', failure: { reason } });
      },
    );

    it('is failed evidence when any later request is denied', async () => {
      for (let good = 1; good < calls; good += 1) {
        let left = good;
        const scripts = [...one.answers()];
        const { reads, wire } = at((request) => {
          if (left-- <= 0) return one.errorOf(403, 'AccessDenied');
          const script = scripts.length > 1 ? scripts.shift()! : scripts[0]!;
          return typeof script === 'function' ? script(request) : script;
        });
        const { outcome } = await readWide(caller, reads, NAMES);
        expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
        expect(wire.requests).toHaveLength(good + 1);
      }
    });

    it('does not treat an answer without a list as an empty list', async () => {
      const { reads } = at(one.emptyAnswer ?? json({}));
      const { outcome } = await readWide(caller, reads, NAMES);
      expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
    });
  });
}
