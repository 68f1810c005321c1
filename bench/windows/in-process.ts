import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbLinks } from '../../functions/adapters/dynamodb-links.ts';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { formToken } from '../../functions/domain/links/form-token.ts';
import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { HUB_ACCOUNT_ID } from '../../local/seed.ts';
import type { Stack } from '../../local/stack.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import { approverOf, type Pair } from './company.ts';

type Answer = { statusCode: number; body?: string };

/** What people do, by invoking the functions directly instead of over HTTP. */
export type InProcess = {
  submit(pair: Pair): Promise<RequestId>;
  decide(id: RequestId, decision: 'accept' | 'reject'): Promise<void>;
  request(id: RequestId): Promise<PeeringRequest | undefined>;
};

export const inProcess = ({ clock }: Stack): InProcess => {
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const links = dynamodbLinks(db, TRANSIENT_TABLE_NAME, TABLE_NAME);
  const requests = dynamodbRequests(db, TABLE_NAME, TRANSIENT_TABLE_NAME, clock.now);
  const invoke = (entry: string, event: object): Promise<Answer> =>
    clock.work(() => invokeFunction(entry, event)) as Promise<Answer>;
  return {
    submit: async ({ requester, accepter }) => {
      const body = {
        vpc_id: requester.vpc_id,
        vpc_region: requester.region,
        peer_vpc_id: accepter.vpc_id,
        peer_owner_id: accepter.owner_id,
        peer_region: accepter.region,
        justification: 'Settlement files go to the lake.',
        contact_email: approverOf(requester.owner_id),
      };
      const { statusCode, body: answer = '' } = await invoke(
        'api/submit-request',
        eventOf({ account: requester.owner_id, body: JSON.stringify(body) }),
      );
      if (statusCode !== 201) throw new Error(`A submission failed with HTTP ${statusCode}: ${answer}`);
      return (JSON.parse(answer) as { data: { id: RequestId } }).data.id;
    },

    decide: async (id, decision) => {
      const request = await requests.get(id);
      const person = approverOf(request?.accepter.owner_id ?? '');
      // It creates its own link, because finding the one in an email would mean reading all emails every time.
      const expires_at = request?.expires_at ?? '';
      const token = await links.mint({ purpose: 'decide', request_id: id, person, expires_at });
      const link = await links.find(token);
      const form = new URLSearchParams({
        decision,
        comment: 'as agreed',
        form_token: link ? formToken(link) : '',
      });
      const { statusCode } = await invoke('pages/make-decision', eventOf({ token, body: form.toString() }));
      if (statusCode !== 303) throw new Error(`The decision on ${id} returned HTTP ${statusCode}.`);
    },

    request: (id) => requests.get(id),
  };
};

/** The part of API Gateway's event that these two functions read. */
const eventOf = ({ account, token, body }: { account?: string; token?: string; body: string }) => ({
  version: '2.0',
  routeKey: '$default',
  headers: { 'content-type': token ? 'application/x-www-form-urlencoded' : 'application/json' },
  ...(token && { pathParameters: { token } }),
  body,
  isBase64Encoded: false,
  requestContext: {
    accountId: HUB_ACCOUNT_ID,
    requestId: 'bench',
    http: { method: 'POST', sourceIp: '192.0.2.1' },
    ...(account && {
      authorizer: {
        iam: { accountId: account, userArn: `arn:aws:sts::${account}:assumed-role/Developer/local` },
      },
    }),
  },
});
