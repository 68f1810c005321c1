/** The address of a new mail. A mail address may have characters that mean something else in a URL. */
export const mailto = (address: string, subject: string): string =>
  `mailto:${address.split('@').map(encodeURIComponent).join('@')}?subject=${encodeURIComponent(subject)}`;
