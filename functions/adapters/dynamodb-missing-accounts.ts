import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AskedFor, MissingAccounts } from '../domain/directory/ports.ts';
import type { Clock } from '../domain/request/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { MISSING_ACCOUNTS, missingAccountsKey, parseOrderKey, TIME_TO_LIVE } from './table.ts';

/** Somebody who comes back from three weeks of vacation still finds in the digest what was asked for meanwhile. */
const KEPT_MS = 30 * 86_400_000;

/** More than a digest shows. An account that asks for random others fills its own item only. */
const MOST_OF_ONE_ACCOUNT = 20;

/**
 * One item for each requester account and period of 30 days, which time to live deletes 30 days after the period. So
 * the table grows with the accounts that ask, and not with those that they ask for.
 */
export const dynamodbMissingAccounts = (
  db: DynamoDBDocumentClient,
  TransientTableName: string,
  clock: Clock,
): MissingAccounts => ({
  count: async (accountId, requesterAccountId) => {
    const now = clock();
    const period = periodOf(now);
    const hasRoom = 'attribute_not_exists(ids) OR contains(ids, :id) OR size(ids) < :most';
    await metCondition(
      db.send(
        new UpdateCommand({
          TableName: TransientTableName,
          Key: missingAccountsKey(period, requesterAccountId),
          UpdateExpression: 'ADD ids :ids, #times :one SET #last_at = :now, #ttl = :ttl',
          ConditionExpression: hasRoom,
          ExpressionAttributeNames: {
            '#times': timesOf(accountId),
            '#last_at': lastAtOf(accountId),
            '#ttl': TIME_TO_LIVE,
          },
          ExpressionAttributeValues: {
            ':ids': new Set([accountId]),
            ':id': accountId,
            ':most': MOST_OF_ONE_ACCOUNT,
            ':one': 1,
            ':now': now.toISOString(),
            ':ttl': (period.getTime() + 2 * KEPT_MS) / 1000,
          },
        }),
      ),
    );
  },

  list: async () => {
    const now = clock();
    const oldest = new Date(now.getTime() - KEPT_MS);
    // One page: the digest is a mail, and the newest megabyte has thousands of them.
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName: TransientTableName,
        KeyConditionExpression: 'pk = :missing AND sk >= :from',
        ExpressionAttributeValues: {
          ':missing': MISSING_ACCOUNTS,
          ':from': periodOf(oldest).toISOString(),
        },
        ScanIndexForward: false,
      }),
    );
    const asked = Items.flatMap((item) =>
      [...(item['ids'] as Set<string>)].map((account_id) => ({
        account_id,
        requester_account_id: parseOrderKey<string>(item['sk'] as string).id,
        times: item[timesOf(account_id)] as number,
        last_at: item[lastAtOf(account_id)] as string,
      })),
    );
    return { asked: asked.filter(isSince(oldest)), is_cut: LastEvaluatedKey !== undefined };
  },
});

const periodOf = (now: Date): Date => new Date(now.getTime() - (now.getTime() % KEPT_MS));

const timesOf = (accountId: string): string => `times_${accountId}`;
const lastAtOf = (accountId: string): string => `last_at_${accountId}`;

const isSince =
  (oldest: Date) =>
  ({ last_at }: AskedFor): boolean =>
    last_at >= oldest.toISOString();
