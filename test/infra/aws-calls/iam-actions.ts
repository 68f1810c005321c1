/** What a class or paginator of the SDK asks IAM for, beside what its name says. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // A transaction is allowed write by write: TRANSACTION_PARTS has them.
  TransactWriteCommand: [],
  // The bucket's default encryption is with the hub's key.
  PutObjectCommand: ['s3:PutObject', 'kms:GenerateDataKey'],
  // SNS has no action of its own for it. The topic is encrypted with the hub's key.
  PublishBatchCommand: ['sns:Publish', 'kms:GenerateDataKey', 'kms:Decrypt'],
  // Tags that come with the connection are a permission of their own.
  CreateVpcPeeringConnectionCommand: ['ec2:CreateVpcPeeringConnection', 'ec2:CreateTags'],
};

/** The writes of a transaction, by the names of their properties. */
export const TRANSACTION_PARTS: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

const SERVICES: Readonly<Record<string, string>> = {
  'client-dynamodb': 'dynamodb',
  'lib-dynamodb': 'dynamodb',
  'client-ec2': 'ec2',
  'client-eventbridge': 'events',
  'client-s3': 's3',
  'client-sesv2': 'ses',
  'client-sfn': 'states',
  'client-sns': 'sns',
  'client-sts': 'sts',
};

/** The document client's commands leave out what each of its operations is about. */
const DOCUMENT_OPERATIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  BatchGet: 'BatchGetItem',
  Query: 'Query',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  Scan: 'Scan',
};

/** The IAM actions behind a name that is imported from a package; none for all that sends nothing. */
export const actionsOf = (source: { package: string; name: string }): readonly string[] => {
  const [, client = ''] = /^@aws-sdk\/((?:client|lib)-[\w-]+)$/.exec(source.package) ?? [];
  const [, operation] = /^(?:(\w+)Command|paginate(\w+))$/.exec(source.name)?.filter(Boolean) ?? [];
  if (!client || !operation) return [];
  const exception = EXCEPTIONS[source.name];
  if (exception) return exception;
  const service = SERVICES[client];
  const name = client === 'lib-dynamodb' ? DOCUMENT_OPERATIONS[operation] : operation;
  if (!service || !name) throw new Error(`Which IAM action is ${source.name} of ${source.package}?`);
  return [`${service}:${name}`];
};
