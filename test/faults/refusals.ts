import type { Service } from '../../local/stack.ts';

export type Refusal = { status: number; headers: Record<string, string>; body: string };

const json = (status: number, code: string, message: string, more: object = {}): Refusal => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: code, message, ...more }),
});

const rest = (status: number, code: string, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ message }),
});

const xml = (status: number, body: string): Refusal => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

export const ec2 = (status: number, code: string, message: string): Refusal =>
  xml(
    status,
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>0</RequestID></Response>`,
  );

const sts = (status: number, code: string, message: string): Refusal =>
  xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
  );

/** A failure of the service's own. */
export const serverError = (service: Service): Refusal => {
  const message = 'We encountered an internal error. Please try again.';
  switch (service) {
    case 'ec2':
      return ec2(500, 'InternalError', message);
    case 'sts':
    case 'sns':
      return sts(500, 'InternalFailure', message);
    case 'ses':
      return rest(500, 'InternalServiceErrorException', message);
    case 'dynamodb':
    case 'states':
    case 'events':
      return json(500, 'InternalServerError', message);
    default:
      return service satisfies never;
  }
};

/** Too many calls, in the words of the service. */
export const throttled = (service: Service, operation: string): Refusal => {
  switch (service) {
    case 'ec2':
      return ec2(503, 'RequestLimitExceeded', 'Request limit exceeded.');
    case 'sts':
    case 'sns':
      return sts(400, 'Throttling', 'Rate exceeded');
    case 'ses':
      return rest(429, 'TooManyRequestsException', 'Too many requests.');
    case 'states':
    case 'events':
      return json(400, 'ThrottlingException', 'Rate exceeded');
    case 'dynamodb':
      return throttledByDynamodb(operation);
    default:
      return service satisfies never;
  }
};

const throttledByDynamodb = (operation: string): Refusal => {
  if (operation === 'TransactWriteItems')
    return transactionCancelled([{ Code: 'ThrottlingError' }, { Code: 'None' }]);
  return operation === 'Query'
    ? json(400, 'ThrottlingException', 'Throughput exceeds the current capacity.')
    : json(
        400,
        'ProvisionedThroughputExceededException',
        'The level of configured provisioned throughput was exceeded.',
      );
};

/** DynamoDB, to a transaction: the reason for each of its items. The SDK does not try such a one again. */
export const transactionCancelled = (reasons: readonly { Code: string; Item?: object }[]): Refusal => {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return json(400, 'TransactionCanceledException', `Transaction cancelled [${codes}]`, {
    CancellationReasons: reasons,
  });
};

/** STS, where a role does not let us in. */
export const roleDenied: Refusal = sts(
  403,
  'AccessDenied',
  'User is not authorized to perform: sts:AssumeRole',
);

/** EC2, to a role that may not do what it asks for. */
export const notAllowed: Refusal = ec2(
  403,
  'UnauthorizedOperation',
  'You are not authorized to perform this operation.',
);

/** EC2, to an Accept that comes when the window is over. */
export const expiredMeanwhile: Refusal = ec2(
  400,
  'InvalidStateTransition',
  'Invalid state transition for pcx-0, attempted to transition from expired to provisioning',
);

/** SES in its sandbox, or before a domain is verified. */
export const notVerified = (address: string): Refusal =>
  rest(
    400,
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${address}`,
  );

/** SES in its sandbox, to a role that may not use the recipient's identity. */
export const identityDenied = (address: string): Refusal =>
  rest(
    403,
    'AccessDeniedException',
    `User \`arn:aws:sts::999999999999:assumed-role/PeerwayHub-AskApprovers/f' is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:eu-central-1:999999999999:identity/${address}'`,
  );
