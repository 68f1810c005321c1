import type { RequestError } from '../../request/errors.ts';
import type { Check } from '../../request/peering-request.ts';

/** A check's result, and the error that a submit throws because of it. */
export type Finding = Check & { error?: RequestError };

export const pass = (check: string, message: string): Finding => ({ check, result: 'pass', message });

export const unknown = (check: string, message: string): Finding => ({ check, result: 'unknown', message });

export const fail = (check: string, message: string, remedy: string, error: RequestError): Finding => ({
  check,
  result: 'fail',
  message,
  remedy,
  error,
});
