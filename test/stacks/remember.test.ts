import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cached, cachedAsync } from '../../scripts/cloudformation/remember.ts';

interface World {
  readonly rooms: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, string>>;
}

const NAMES = ['a', 'b', 'c', 'd'];

/** Follows keys from room to room: what it reads next depends on the answer before. */
function way(from: string, { rooms, keys }: World): string {
  const gone = [from];
  for (let room = rooms[from]; room !== undefined && gone.length < 9; room = rooms[room]) {
    gone.push(room);
    if (room === 'b' && !Object.hasOwn(keys, room)) gone.push('locked');
    if (room === 'd') gone.push(Object.keys(keys).join());
    if (room === 'c' && 'a' in keys) return `${gone.join()} by ${keys['a']}`;
  }
  return gone.join();
}

const name = fc.constantFrom(...NAMES);
const section = fc.dictionary(name, name, { maxKeys: 4 });
const worlds = fc.array(fc.record({ rooms: section, keys: section }), { maxLength: 12 });

describe('a cached computation', () => {
  it('always returns what it would return without the cache', () => {
    fc.assert(
      fc.property(worlds, fc.array(name, { maxLength: 4 }), (all, from) => {
        const recalled = cached(way);
        for (const world of [...all, ...all]) {
          for (const one of from) expect(recalled(one, world)).toBe(way(one, world));
        }
      }),
    );
  });

  it("inside another one counts as that one's reads", () => {
    fc.assert(
      fc.property(worlds, name, (all, from) => {
        const inner = cached(way);
        const both = (one: string, world: World): string => inner(one, world) + inner('a', world);
        const outer = cached(both);
        for (const world of [...all, ...all]) expect(outer(from, world)).toBe(both(from, world));
      }),
    );
  });

  const world: World = { rooms: { a: 'b', b: 'c' }, keys: { b: 'x' } };

  it.each<[string, World, number]>([
    ['nothing changed', world, 0],
    [
      'something changed that it does not ask for',
      { ...world, rooms: { ...world.rooms, d: 'a' } },
      0,
    ],
    ['a value changed whose presence alone it asks for', { ...world, keys: { b: 'y' } }, 0],
    ['a value changed', { ...world, rooms: { a: 'b', b: 'a' } }, 1],
    ['a value appeared', { ...world, rooms: { ...world.rooms, c: 'a' } }, 1],
    ['a presence ended', { ...world, keys: {} }, 1],
  ])('runs again only when its reads changed: %s', async (_, changed, times) => {
    let runs = 0;
    const counted = (from: string, one: World): string => {
      runs += 1;
      return way(from, one);
    };
    const recalled = cached(counted);
    const later = cachedAsync((from: string, one: World) => Promise.resolve(counted(from, one)));
    recalled('a', world);
    await later('a', world);
    runs = 0;
    expect(recalled('a', changed)).toBe(way('a', changed));
    expect(await later('a', changed)).toBe(way('a', changed));
    expect(runs).toBe(2 * times);
  });

  it('fails when it reads more than the sections', () => {
    expect(() => cached((_, all: World) => Object.keys(all).length)('a', world)).toThrow(
      'not to be listed',
    );
    let toggled = false;
    const moody = cached((from, { rooms, keys }: World) => {
      toggled = !toggled;
      return toggled ? rooms[from] : keys[from];
    });
    moody('a', world);
    expect(() => moody('a', { ...world, rooms: {} })).toThrow('asked for something else');
  });
});
