const PARTS_BEFORE_RESOURCE = 5;

/** Whether some ARN matches both patterns. `*` matches any characters, but no colons in the first five parts. */
export function patternsMeet(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.length === b.length && a.every((part, at) => textsMeet(part, b[at] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, PARTS_BEFORE_RESOURCE), parts.slice(PARTS_BEFORE_RESOURCE).join(':')];
}

/** Returns whether some text matches both patterns. */
function textsMeet(one: string, other: string): boolean {
  // reached[j]: some text matches the part of `one` read so far and the first j characters of `other`.
  let reached = [true];
  for (let j = 0; j < other.length; j += 1) {
    reached[j + 1] = (reached[j] ?? false) && other[j] === '*';
  }
  for (const char of one) {
    const next = [reached[0] === true && char === '*'];
    for (let j = 0; j < other.length; j += 1) {
      const theirs = other[j];
      const both = reached[j] === true && (char === theirs || char === '*' || theirs === '*');
      const mineGoesOn = next[j] === true && (char === '*' || theirs === '*');
      const theirsGoesOn = reached[j + 1] === true && (theirs === '*' || char === '*');
      next.push(both || mineGoesOn || theirsGoesOn);
    }
    reached = next;
  }
  return reached.at(-1) === true;
}
