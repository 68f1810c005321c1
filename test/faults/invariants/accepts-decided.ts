import type { RequestId } from '../../../functions/domain/request/peering-request.ts';
import type { AwsCall } from '../aws-call.ts';
import { tableOf } from '../evidence.ts';
import type { FaultyStack } from '../faulty-stack.ts';

const requestOf = ({ invocation }: AwsCall): RequestId | undefined =>
  (invocation?.event as { request_id?: RequestId } | undefined)?.request_id;

/**
 * 3. Accept reaches EC2 only if a person or a rule decided so: looks at the record at the moment of each such
 * call.
 *
 * @returns how to stop, which tells what was found
 */
export const watchAccepts = (stack: FaultyStack): (() => readonly string[]) => {
  const findings: string[] = [];
  const stop = stack.layer.watch(async (call) => {
    if (call.operation !== 'AcceptVpcPeeringConnection') return;
    const id = requestOf(call);
    const record = id && (await tableOf(stack).requests.get(id));
    const connection = new URLSearchParams(call.body).get('VpcPeeringConnectionId');
    if (record?.decision?.kind !== 'accept' || record.vpc_peering_connection_id !== connection) {
      findings.push(
        `${connection} was accepted for ${id}, whose decision is ${record?.decision?.kind ?? 'not made'}`,
      );
    }
  });
  return () => {
    stop();
    return findings;
  };
};
