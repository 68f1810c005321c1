import { html } from 'hono/html';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeActor } from '../../domain/wording/actors.ts';
import type { Html } from '../../edge/page-handler.ts';
import { callout, moment, quote } from './parts.ts';

/** What a review decided about an active connection that isn't being deleted yet. */
export const plannedRemoval = ({ status, teardown, removal }: PeeringRequest): Html | string =>
  status === 'active' && removal && !teardown
    ? callout(
        'urgent',
        html`<p><strong>To be removed on ${moment(removal.due_at)}</strong></p><p>${
          removal.by.kind === 'rule'
            ? 'Nobody reviewed this connection.'
            : `${describeActor(removal.by)} reviewed this connection, and doesn’t need it any more.`
        } The accepter’s approvers can change that until then.</p>${removal.comment ? quote(removal.comment) : ''}`,
      )
    : '';
