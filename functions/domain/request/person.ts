/**
 * One spelling for all of a person's mail address: in lower case, and without the tag after a `+`, because mail to
 * both arrives in one mailbox (RFC 5233). Dots stay: few providers ignore them, and elsewhere they tell people apart.
 */
export const toPerson = (address: string): string =>
  address.toLowerCase().replace(/^([^+@]+)\+[^@]*(?=@)/, '$1');

/** A valid email address: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
export const ADDRESS =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

export const LONGEST_ADDRESS = 254;

/** Mail between networks needs a domain with a dot (RFC 5321). */
export const WITH_DOMAIN = /@.+\../;

export const isAddress = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= LONGEST_ADDRESS && ADDRESS.test(text) && WITH_DOMAIN.test(text);

export const isSamePerson = (one: string, other: string): boolean => toPerson(one) === toPerson(other);

/** Each person once, as spelled first. */
export const distinctPeople = (addresses: readonly string[]): string[] =>
  [...new Map(addresses.toReversed().map((address) => [toPerson(address), address])).values()].reverse();
