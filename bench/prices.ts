/**
 * List prices in US dollars for us-east-1, without free tiers and discounts. They are only here. Check them with
 * https://calculator.aws before you base a decision on them.
 */
export const PRICES_AS_OF = '2026-11';

const PER_MILLION = 1e-6;

export const PRICES = {
  /** A state transition of a Standard workflow: https://aws.amazon.com/step-functions/pricing/ */
  transition: 25 * PER_MILLION,
  /** Lambda: https://aws.amazon.com/lambda/pricing/, arm64, the first tier. */
  invocation: 0.2 * PER_MILLION,
  gigabyteSecond: 13.3334 * PER_MILLION,
  /** DynamoDB on demand, Standard table class: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  writeUnit: 0.625 * PER_MILLION,
  readUnit: 0.125 * PER_MILLION,
  /** HTTP API, the first tier: https://aws.amazon.com/api-gateway/pricing/ */
  apiCall: 1 * PER_MILLION,
  /** https://aws.amazon.com/ses/pricing/ */
  mail: 100 * PER_MILLION,
  /** PutObject, S3 Standard: https://aws.amazon.com/s3/pricing/ */
  put: 5 * PER_MILLION,
  /** A custom event on a bus: https://aws.amazon.com/eventbridge/pricing/ */
  event: 1 * PER_MILLION,
  /**
   * A request to a standard topic, of up to 64 kB and ten messages, without its deliveries:
   * https://aws.amazon.com/sns/pricing/
   */
  publish: 0.5 * PER_MILLION,
  /** Per month: https://aws.amazon.com/kms/pricing/, https://aws.amazon.com/cloudwatch/pricing/ */
  key: 1,
  alarm: 0.1,
  /** An alarm over more than one metric is billed for each of them. */
  metric: 0.3,
  dashboard: 3,
  /** Written to CloudWatch Logs. */
  logGigabyte: 0.5,
} as const;
