import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOverlappingBlocks, overlaps } from '../../../functions/domain/request/cidr.ts';

type Family = 4 | 6;

/** A block as numbers: what the tests reckon with, apart from any text. */
type Block = { family: Family; address: bigint; length: number };

const BITS = { 4: 32, 6: 128 } as const;

/** The block's first and last address. */
const range = ({ family, address, length }: Block): [first: bigint, last: bigint] => {
  const size = 1n << BigInt(BITS[family] - length);
  const first = (address / size) * size;
  return [first, first + size - 1n];
};

const shareAnAddress = (one: Block, other: Block): boolean => {
  if (one.family !== other.family) return false;
  const [first, last] = range(one);
  const [otherFirst, otherLast] = range(other);
  return first <= otherLast && otherFirst <= last;
};

const text = ({ family, address, length }: Block): string =>
  family === 4 ? `${dotted(address)}/${length}` : `${shortest(address)}/${length}`;

const dotted = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');

const groups = (address: bigint): string =>
  address
    .toString(16)
    .padStart(32, '0')
    .replace(/(.{4})(?=.)/g, '$1:');

/** As RFC 5952 writes it, with zeros left out. */
const shortest = (address: bigint): string => new URL(`http://[${groups(address)}]/`).hostname.slice(1, -1);

const blocks = (family: Family): fc.Arbitrary<Block> =>
  fc.record({
    family: fc.constant(family),
    address: fc.bigInt({ min: 0n, max: (1n << BigInt(BITS[family])) - 1n }),
    length: fc.nat(BITS[family]),
  });

/** Two blocks that share their first bits: unrelated ones hardly ever overlap. */
const neighbours = (family: Family): fc.Arbitrary<[Block, Block]> =>
  fc
    .tuple(blocks(family), blocks(family), fc.nat(BITS[family]))
    .map(([one, other, sharedBits]): [Block, Block] => {
      const below = 1n << BigInt(BITS[family] - sharedBits);
      return [one, { ...other, address: (one.address / below) * below + (other.address % below) }];
    });

/** A block and two different blocks of one length within it. */
const withTwoParts = (family: Family): fc.Arbitrary<{ whole: Block; parts: [Block, Block] }> =>
  fc
    .tuple(
      blocks(family).filter(({ length }) => length < BITS[family]),
      fc.nat(),
      fc.tuple(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n })),
    )
    .map(([whole, longer, [m, n]]) => {
      const length = whole.length + 1 + (longer % (BITS[family] - whole.length));
      const count = 1n << BigInt(length - whole.length);
      const size = 1n << BigInt(BITS[family] - length);
      const [first] = range(whole);
      const index = m % count;
      const otherIndex = (index + 1n + (n % (count - 1n))) % count;
      const part = (at: bigint): Block => ({ family, address: first + at * size, length });
      return { whole, parts: [part(index), part(otherIndex)] };
    });

describe.each([4, 6] as const)('two IPv%i blocks', (family) => {
  it('overlap exactly when their address ranges meet', () => {
    fc.assert(
      fc.property(fc.oneof(neighbours(family), fc.tuple(blocks(family), blocks(family))), ([one, other]) => {
        expect(overlaps(text(one), text(other))).toBe(shareAnAddress(one, other));
      }),
      { numRuns: 500 },
    );
  });

  it('overlap whichever is named first', () => {
    fc.assert(
      fc.property(neighbours(family), ([one, other]) => {
        expect(overlaps(text(one), text(other))).toBe(overlaps(text(other), text(one)));
      }),
    );
  });

  it('overlap when one is the other, or part of it', () => {
    fc.assert(
      fc.property(withTwoParts(family), ({ whole, parts }) => {
        for (const part of [whole, ...parts]) expect(overlaps(text(whole), text(part))).toBe(true);
      }),
    );
  });

  it('do not overlap when they are two parts of one block', () => {
    fc.assert(
      fc.property(withTwoParts(family), ({ parts: [one, other] }) => {
        expect(overlaps(text(one), text(other))).toBe(false);
      }),
    );
  });
});

describe('blocks of different families', () => {
  it('never overlap', () => {
    fc.assert(
      fc.property(blocks(4), blocks(6), (v4, v6) => {
        expect(overlaps(text(v4), text(v6))).toBe(false);
        expect(overlaps(text(v6), text(v4))).toBe(false);
      }),
    );
  });

  it('do not overlap either where IPv6 holds all of IPv4', () => {
    expect(overlaps('10.0.0.0/8', '::ffff:10.0.0.0/104')).toBe(false);
    expect(overlaps('0.0.0.0/0', '::/0')).toBe(false);
  });
});

describe('findOverlappingBlocks', () => {
  it('finds a secondary block of one side in a primary block of the other', () => {
    const requester = ['10.1.0.0/16', '100.64.0.0/16', '2001:db8:1::/56'];
    const accepter = ['10.2.0.0/16', '10.1.64.0/18', '2001:db8:2::/56'];
    expect(findOverlappingBlocks(requester, accepter)).toEqual([
      { requester: '10.1.0.0/16', accepter: '10.1.64.0/18' },
    ]);
    expect(findOverlappingBlocks(accepter, requester)).toEqual([
      { requester: '10.1.64.0/18', accepter: '10.1.0.0/16' },
    ]);
  });

  it('finds IPv6 blocks where the IPv4 blocks are apart', () => {
    expect(
      findOverlappingBlocks(['10.2.0.0/16', '2001:db8:2000::/56'], ['10.40.0.0/16', '2001:DB8:2000:0::/56']),
    ).toEqual([{ requester: '2001:db8:2000::/56', accepter: '2001:DB8:2000:0::/56' }]);
  });

  it('finds nothing where nothing overlaps, and nothing within one side', () => {
    expect(findOverlappingBlocks(['10.1.0.0/16', '10.1.0.0/17'], ['10.2.0.0/16'])).toEqual([]);
    expect(findOverlappingBlocks([], ['10.2.0.0/16'])).toEqual([]);
  });

  it('finds every pair and no other', () => {
    const crowded = fc.array(fc.oneof(neighbours(4), neighbours(6)), { maxLength: 4 });
    fc.assert(
      fc.property(crowded, (pairs) => {
        const requester = pairs.map(([one]) => one);
        const accepter = pairs.map(([, other]) => other);
        const expected = requester.flatMap((r) =>
          accepter
            .filter((a) => shareAnAddress(r, a))
            .map((a) => ({ requester: text(r), accepter: text(a) })),
        );
        expect(findOverlappingBlocks(requester.map(text), accepter.map(text))).toEqual(expected);
      }),
    );
  });
});
