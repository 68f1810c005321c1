import type { RequestId, Sides } from '../request/peering-request.ts';
import type { Link } from './ports.ts';

/** What a link to this request says of it. */
export const linkTo = ({
  id,
  requester,
  accepter,
}: Sides & { id: RequestId }): Pick<Link, 'request_id' | 'between'> => ({
  request_id: id,
  between: { requester, accepter },
});
