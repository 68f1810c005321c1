import * as z from 'zod/mini';
import { ANY_ERRORS, contract } from './contract.ts';
import { accountId } from './fields.ts';

const nothing = z.strictObject({});

export const getCaller = contract({
  operationId: 'getCaller',
  method: 'GET',
  path: '/caller',
  summary: 'Get who you are to Peerway',
  description:
    'Returns what Peerway concludes from the signature or token of this call. Anyone who can call the API can call this operation.',
  params: nothing,
  query: nothing,
  status: 200,
  data: z.strictObject({
    account_id: accountId,
    arn: z.string(),
    principal_arn: z.string(),
    is_network_team: z.boolean(),
    email: z.nullable(z.string()),
  }),
  errors: ANY_ERRORS,
});
