/**
 * One spelling for all of a person's mail address: in lower case, and without the tag after a `+`, because mail to
 * both arrives in one mailbox (RFC 5233). Dots stay: few providers ignore them, and elsewhere they tell people apart.
 */
export const toPerson = (address: string): string =>
  address.toLowerCase().replace(/^([^+@]+)\+[^@]*(?=@)/, '$1');

/**
 * Whether this is a mail address by the HTML standard, in a domain with a dot.
 *
 * https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
export const isAddress = (text: string): boolean =>
  text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(text);

export const isSamePerson = (one: string, other: string): boolean => toPerson(one) === toPerson(other);
