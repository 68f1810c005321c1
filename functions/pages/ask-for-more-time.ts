import * as z from 'zod/mini';
import { extendByLink } from '../domain/lifetime/extend-by-link.ts';
import { prose } from '../edge/contract/fields.ts';
import { validate } from '../edge/validate.ts';
import { clock, connectSettings, directory, links, requests } from '../wiring.ts';
import { LONGEST_LIFE, SHORTEST_LIFE } from './views/life.ts';
import { statusForm } from './views/status-form.ts';

const form = z.object({
  extends_by: z.coerce.number().check(z.int(), z.gte(SHORTEST_LIFE), z.lte(LONGEST_LIFE)),
  reason: prose('Reason', 1000),
});

/** Asks for more time, and shows on the request's page how that goes on. */
export const handler = statusForm({
  failed: 'More time wasn’t asked for',
  act: async (token, formToken, sourceIp, deps, body) => {
    await extendByLink(token, formToken, validate(form, body), sourceIp, deps);
    return `../status/${token}`;
  },
  deps: () => ({
    links: links(),
    requests: requests(),
    directory: directory(),
    connectSettings: connectSettings(),
    clock,
  }),
});
