import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';

/** Something that people of an account were told: an answer, a page, a mail, a record. */
export type Heard = {
  by: string;
  /** The request whose link or mail it came with: whoever has that may see this request. */
  about?: RequestId;
  text: string;
  /** What they sent for it, and so knew. */
  sent?: string;
};

/** What says nothing of its own is said of many requests. */
const ownWords = (justification: string): string[] =>
  justification.startsWith('None:') ? [] : [justification];

/** 7. Nobody learns of a request of which they are no side. */
export const findLeaks = (heard: readonly Heard[], requests: readonly PeeringRequest[]): string[] =>
  heard.flatMap(({ by, about, text, sent = '' }) =>
    requests
      .filter(
        ({ id, requester, accepter }) =>
          id !== about && requester.owner_id !== by && accepter.owner_id !== by,
      )
      .flatMap(({ id, justification, vpc_peering_connection_id }) => {
        const told = [id, ...ownWords(justification), vpc_peering_connection_id].find(
          (secret) => secret && text.includes(secret) && !sent.includes(secret),
        );
        return told ? [`${by} was told of ${told}, of ${id}, by ${about ?? sent}`] : [];
      }),
  );
