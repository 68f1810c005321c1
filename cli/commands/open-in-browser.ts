/** Opens a web address in the default browser; returns whether one was started. */
export const openInBrowser = async (url: string): Promise<boolean> => {
  // The system opens other addresses, such as a file's, with other programs.
  if (!/^https?:\/\//.test(url)) return false;
  const { default: open } = await import('open');
  return open(url).then(
    () => true,
    () => false,
  );
};
