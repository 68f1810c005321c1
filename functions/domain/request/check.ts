/** What one check found; `unknown` where we may not look. */
export type Check = {
  check: string;
  result: 'pass' | 'warn' | 'fail' | 'unknown';
  message: string;
  remedy?: string;
};
