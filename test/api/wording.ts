import type { Answer } from '../journey/journey.ts';

/** An answer with nothing left in it that names what was asked for, or this one call. */
export const wording = ({ status, headers, body }: Answer<unknown>, ...asked: string[]) => {
  const text = JSON.stringify({ ...body, request_id: '' });
  return {
    status,
    text: asked.reduce((masked, name) => masked.replaceAll(name, '…'), text),
    headers: [...headers].filter(([name]) => name !== 'date'),
  };
};
