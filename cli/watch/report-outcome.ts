import type { PeeringRequest } from '../client/api-types.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../views/output.ts';
import { bad, good, next } from '../views/paint.ts';
import { oneLine } from '../views/printable.ts';
import { DECISION_WORDS, decidedBy } from '../views/request-details.ts';

/** Prints how a watched request ended, and sets the process's exit code. */
export const reportOutcome = (request: PeeringRequest, output: Output): void => {
  if (!output.isData) output.line(request, describeOutcome);
  process.exitCode = request.status === 'active' ? EXIT.ok : EXIT.refused;
};

const describeOutcome = (request: PeeringRequest): string => {
  const { id, status, vpc_id, peer_vpc_id, vpc_peering_connection_id } = request;
  if (status === 'active')
    return good(`active: ${vpc_peering_connection_id} connects ${vpc_id} and ${peer_vpc_id}`);
  return `${bad(`${status === 'cancelled' ? DECISION_WORDS.cancel : status}${reasonOf(request)}`)}\n${next(`peerway resubmit ${id}`)}`;
};

const reasonOf = ({ status, decision, teardown, failure }: PeeringRequest): string => {
  if (failure) return `: ${oneLine(failure.message)}`;
  const decided = status === 'deleted' ? teardown : status === 'expired' ? null : decision;
  return decided ? ` ${decidedBy(decided)}` : '';
};
