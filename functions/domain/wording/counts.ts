import type { Counted } from '../request/ports.ts';

/** `1,431`, or `more than 14,400` if that is only how many there are at least. */
export const formatCounted = ({ count, is_cut }: Counted): string =>
  `${is_cut ? 'more than ' : ''}${formatNumber(count)}`;

export const formatNumber = (count: number): string => count.toLocaleString('en-US');
