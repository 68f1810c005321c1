import * as z from 'zod/mini';
import { ANY_ERRORS, contract } from './contract.ts';
import { time } from './fields.ts';

const nothing = z.strictObject({});

export const createBoardLink = contract({
  operationId: 'createBoardLink',
  method: 'POST',
  path: '/board-links',
  summary: 'Create a link to the board of all open requests',
  description:
    'Only the network team can call this operation. Anyone with the link can see the board until the link expires.',
  params: nothing,
  query: nothing,
  status: 201,
  data: z.strictObject({ url: z.string(), created_at: time, expires_at: time }),
  errors: ANY_ERRORS,
});
