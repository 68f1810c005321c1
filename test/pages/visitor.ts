import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const PHONE = { width: 390, height: 844 };

export type Visitor = {
  /** Opens an address as somebody of their own, with a phone. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes what is open, and tells what the browser complained of meanwhile. */
  leave(): Promise<string[]>;
};

/** A visitor who notices a script that fails, what the page's policy forbids, and what is loaded from elsewhere. */
export const visitor = (browser: Browser, origin: string): Visitor => {
  let complaints: string[] = [];
  return {
    open: async (url, options = {}) => {
      const context = await browser.newContext({ viewport: PHONE, ...options });
      const page = await context.newPage();
      page.on('console', (message) => {
        const isAnswer = message.text().includes('the server responded with a status of');
        if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(origin)) complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(url);
      return page;
    },
    leave: async () => {
      for (const context of browser.contexts()) await context.close();
      const heard = complaints;
      complaints = [];
      return heard;
    },
  };
};
