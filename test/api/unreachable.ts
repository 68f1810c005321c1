import { vi } from 'vitest';

export type Service = 'DYNAMODB' | 'EC2' | 'STS' | 'SFN';

/** A port at which nothing answers. */
export const DEAD_END = 'http://127.0.0.1:1';

/** Does something while a service of AWS cannot be reached. Clients are new before and after. */
export const withUnreachable = async <T>(service: Service, act: () => Promise<T>): Promise<T> => {
  const variable = `AWS_ENDPOINT_URL_${service}`;
  const endpoint = process.env[variable];
  // Clients take their endpoint when they are made, and live as long as their modules.
  vi.resetModules();
  process.env[variable] = DEAD_END;
  try {
    return await act();
  } finally {
    vi.resetModules();
    process.env[variable] = endpoint;
  }
};
